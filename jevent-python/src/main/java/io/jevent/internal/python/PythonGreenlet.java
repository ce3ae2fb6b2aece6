// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import io.jevent.Greenlet;
import org.jspecify.annotations.Nullable;

/** A greenlet that runs a Python function, and the Python object that stands for it. */
public final class PythonGreenlet extends Greenlet<@Nullable Object> {

    private final Border border;

    /** Returns null, or the exception that ended the greenlet. */
    private final Object main;

    /** The Python object. */
    final Object peer;

    /** Prints a failure that happened before the function ran. */
    private final Object reporter;

    /** Whether the Python function has begun: then it has printed its failure itself. */
    private boolean begun;

    PythonGreenlet(Border border, Object main, Object peer, Object reporter) {
        this.border = border;
        this.main = main;
        this.peer = peer;
        this.reporter = reporter;
    }

    @Override
    protected @Nullable Object run() {
        begun = true;
        @Nullable Object exception = border.engine().call(main);
        if (exception != null) {
            Object held = border.engine().hold(exception);
            throw new PythonFailure(held, String.valueOf(held));
        }
        return null;
    }

    @Override
    protected void reportFailure(Throwable thrown) {
        if (!begun) {
            Object exception = border.exception(thrown);
            border.onHub(() -> border.engine().call(reporter, peer, exception)).run();
        }
    }
}
