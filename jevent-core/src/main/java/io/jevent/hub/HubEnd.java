// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.exceptions.GreenletExit;
import java.util.List;
import java.util.stream.Collectors;

/** The orderly end of a hub: everyone is killed, and runs what it has in its {@code finally} blocks. */
final class HubEnd {

    private HubEnd() {}

    static void of(Hub hub, long grace) {
        try {
            endGreenlets(hub, grace);
        } finally {
            hub.attachments.close();
        }
    }

    /**
     * Starts a greenlet for another thread; one that comes in the hub's last moment ends as those did that were there.
     */
    static void startSent(RawGreenlet greenlet, Runnable start) {
        if (greenlet.hub().isClosed()) {
            greenlet.deliver(new GreenletExit("the hub was closed"), Integer.MAX_VALUE);
        } else {
            start.run();
        }
    }

    private static void endGreenlets(Hub hub, long grace) {
        long deadline = hub.now() + Math.min(grace, Long.MAX_VALUE / 2);
        List<RawGreenlet> alive = hub.greenlets();
        while (!alive.isEmpty() && hub.now() <= deadline) {
            for (RawGreenlet greenlet : alive) {
                greenlet.deliver(new GreenletExit("the hub is being closed"), Integer.MAX_VALUE);
            }
            if (hub.joining().await(Math.max(1, deadline - hub.now()))) {
                List<RawGreenlet> left = hub.greenlets();
                if (left.equals(alive)) {
                    break; // they wait again, for what will never come
                }
                alive = left;
            } else {
                alive = hub.greenlets();
                break;
            }
        }
        if (!alive.isEmpty()) {
            hub.errors()
                    .say(hub + " was closed, but these greenlets did not end when they were killed: "
                            + alive.stream()
                                    .map(g -> g.name() + " (" + g.activity() + ")")
                                    .collect(Collectors.joining(", ")));
        }
    }
}
