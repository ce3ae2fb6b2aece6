// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.continuation;

import java.util.ArrayDeque;
import jdk.internal.vm.Continuation;
import org.jspecify.annotations.Nullable;

/** The least an unbounded queue for one receiver can be. */
final class RawQueue {

    private final RawLoop loop;
    private final ArrayDeque<Object> items = new ArrayDeque<>();
    private @Nullable Continuation receiver;

    RawQueue(RawLoop loop) {
        this.loop = loop;
    }

    void put(Object item) {
        items.add(item);
        var waiting = receiver;
        if (waiting != null) {
            receiver = null;
            loop.wake(waiting);
        }
    }

    Object get() {
        var item = items.poll();
        while (item == null) {
            receiver = loop.current();
            RawLoop.park();
            item = items.poll();
        }
        return item;
    }
}
