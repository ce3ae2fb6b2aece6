// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

/** The failure of a greenlet whose Python function raised an exception. */
public final class PythonFailure extends RuntimeException implements PythonCarrier {

    private static final long serialVersionUID = 1;

    private final transient Object exception;

    PythonFailure(Object exception, String message) {
        super(message, null, false, false);
        this.exception = exception;
    }

    @Override
    public Object exception() {
        return exception;
    }
}
