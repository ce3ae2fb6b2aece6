// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload;

import java.time.Duration;

/** The load of the rows on clusters, the same for all. */
public final class ClusterLoad {

    /** The text of a message. */
    public static final String TEXT = "a message of sixty-four bytes, as a line of a chat may have them";

    /** The number of a message that asks for the node of the actor and the number of messages that it has handled. */
    public static final long COUNT = -1;

    /** The greenlets, or chains of callbacks, that ask at the same time. */
    public static final int ASKING = 64;

    /** The senders of messages that are told. */
    public static final int TELLING = 2;

    /** The actors of a sender, all on the other node. */
    public static final int ACTORS = 8;

    /** The messages that a sender tells each of its actors before it asks whether they have arrived. */
    public static final int BURST = 50;

    /** The longest wait for a reply. */
    public static final Duration LIMIT = Duration.ofMinutes(2);

    private ClusterLoad() {}

    /** Fails the row if messages were lost, or came twice. */
    public static void check(long handled, long sent) {
        if (handled != sent) {
            throw new IllegalStateException(handled + " messages were handled of " + sent);
        }
    }
}
