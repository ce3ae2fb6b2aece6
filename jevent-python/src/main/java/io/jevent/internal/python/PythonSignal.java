// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import io.jevent.exceptions.GreenletSignal;

/** A Python exception on its way into a greenlet: of a kill with an exception, or of a timeout. */
public final class PythonSignal extends GreenletSignal implements PythonCarrier {

    private static final long serialVersionUID = 1;

    private final transient Object exception;

    PythonSignal(Object exception) {
        super(null);
        this.exception = exception;
    }

    @Override
    public Object exception() {
        return exception;
    }

    @Override
    public String getMessage() {
        return String.valueOf(exception);
    }
}
