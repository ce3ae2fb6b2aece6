// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import java.util.concurrent.atomic.LongAdder;

/** The load of the actors of one name on this node. Any thread may use it. */
final class Load {

    private final Drops drops;
    private final LongAdder actors = new LongAdder();
    private final LongAdder waiting = new LongAdder();

    Load(Drops drops) {
        this.drops = drops;
    }

    /** An actor has come into the memory, or 1 has left it. */
    void actors(int change) {
        actors.add(change);
    }

    /** Messages have come into mailboxes, or left them. */
    void waiting(int change) {
        waiting.add(change);
    }

    int actors() {
        return actors.intValue();
    }

    /** Fails an ask that is not handled; counts a tell. */
    void refuse(Reply reply, String receiver, ActorFailedException why) {
        if (reply == Reply.NONE) {
            drops.add(receiver, String.valueOf(why.getMessage()));
        } else {
            reply.failure(why);
        }
    }

    ClusterReport.ActorLoad report(String name) {
        return new ClusterReport.ActorLoad(name, actors.intValue(), waiting.intValue());
    }
}
