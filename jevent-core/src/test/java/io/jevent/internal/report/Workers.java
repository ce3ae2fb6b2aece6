// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.report;

import io.jevent.Greenlet;
import org.jspecify.annotations.Nullable;

/** Stands for a class of jevent's own that starts greenlets which work for others. */
final class Workers {

    private Workers() {}

    static Greenlet<?> start() {
        var worker = new Worker();
        worker.start();
        return worker;
    }

    private static final class Worker extends Greenlet<@Nullable Void> {
        @Override
        protected @Nullable Void run() {
            return null;
        }
    }
}
