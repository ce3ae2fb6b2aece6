// SPDX-License-Identifier: Apache-2.0
package io.jevent.pool;

import io.jevent.Greenlet;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Attachments;
import io.jevent.hub.Hub;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The greenlets of a hub that are queued for a slot: they end with the hub, so that a joiner does not wait for ever.
 */
final class Line {

    private final Set<Greenlet<?>> standing = new LinkedHashSet<>();

    private Line() {}

    /** Of the current hub. */
    static Line of(Hub hub) {
        Attachments attachments = Attachments.of(hub);
        return attachments.get(Line.class, () -> {
            var line = new Line();
            attachments.onClose(line::close);
            return line;
        });
    }

    void join(Greenlet<?> greenlet) {
        standing.add(greenlet);
    }

    void leave(Greenlet<?> greenlet) {
        standing.remove(greenlet);
    }

    private void close() {
        for (Greenlet<?> greenlet : List.copyOf(standing)) {
            greenlet.interrupt(new GreenletExit("the hub is being closed"));
        }
    }
}
