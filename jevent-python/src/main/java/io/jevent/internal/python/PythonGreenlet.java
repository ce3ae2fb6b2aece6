// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import io.jevent.Greenlet;
import org.jspecify.annotations.Nullable;

/** A greenlet that runs a Python function, and the Python object that stands for it. */
abstract class PythonGreenlet extends Greenlet<@Nullable Object> {

    private final Border border;

    /** The Python object. */
    final Object peer;

    /** Prints a failure that happened before the function ran. */
    private final Object reporter;

    /** Whether the Python function has begun: then it has printed its failure itself. */
    private boolean begun;

    PythonGreenlet(Border border, Object peer, Object reporter) {
        this.border = border;
        this.peer = peer;
        this.reporter = reporter;
    }

    @Override
    protected @Nullable Object run() {
        begun = true;
        @Nullable Object exception = main();
        if (exception != null) {
            Object held = border.engine().hold(exception);
            throw new PythonFailure(held, String.valueOf(held));
        }
        return null;
    }

    /** Runs the Python function; returns the Python exception that ended it, or null. */
    protected abstract @Nullable Object main();

    @Override
    protected void reportFailure(Throwable thrown) {
        if (!begun) {
            Object exception = border.exception(thrown);
            border.onHub(() -> border.engine().call(reporter, peer, exception)).run();
        }
    }
}
