// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import org.jspecify.annotations.Nullable;

/** A greenlet whose body has no value. */
final class RunnableGreenlet extends Greenlet<@Nullable Void> {

    private @Nullable Runnable work;

    RunnableGreenlet(Runnable work) {
        super((Object) work);
        this.work = work;
    }

    @Override
    protected @Nullable Void run() {
        Runnable r = work;
        work = null;
        if (r != null) {
            r.run();
        }
        return null;
    }
}
