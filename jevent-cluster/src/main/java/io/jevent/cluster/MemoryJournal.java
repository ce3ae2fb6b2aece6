// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Events in memory. Hub-confined. */
final class MemoryJournal implements Journal {

    private @Nullable Object snapshot;
    private final List<Object> events = new ArrayList<>();

    @Override
    public void replay(Consumer<Object> restore, Consumer<Object> event) {
        if (snapshot != null) {
            restore.accept(snapshot);
        }
        List.copyOf(events).forEach(event);
    }

    @Override
    public void append(Object event) {
        events.add(event);
    }

    @Override
    public void snapshot(Object state) {
        snapshot = state;
        events.clear();
    }
}
