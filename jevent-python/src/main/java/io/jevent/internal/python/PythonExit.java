// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import io.jevent.exceptions.GreenletExit;

/** A Python {@code GreenletExit}, which ends a greenlet without a failure. */
public final class PythonExit extends GreenletExit implements PythonCarrier {

    private static final long serialVersionUID = 1;

    private final transient Object exception;

    PythonExit(Object exception) {
        super();
        this.exception = exception;
    }

    @Override
    public Object exception() {
        return exception;
    }
}
