// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import java.time.Duration;
import java.util.Objects;

/**
 * Options of the actors of one name. All nodes must use the same.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @param idle the time without a message after which an actor leaves the memory; zero for never
 * @param mailbox the number of messages that may wait for one actor, at least 1
 * @param remembered whether an actor that moves because its node ended is created again before its next message
 * @since 0.1
 */
public record ActorOptions(Duration idle, int mailbox, boolean remembered) {

    /** Two minutes of idleness, 1,000 messages, not remembered. */
    public static final ActorOptions DEFAULT = new ActorOptions(Duration.ofMinutes(2), 1000, false);

    /**
     * Checks the options.
     *
     * @param idle the time without a message after which an actor leaves the memory; zero for never
     * @param mailbox the number of messages that may wait for one actor, at least 1
     * @param remembered whether an actor that moves because its node ended is created again before its next message
     * @throws IllegalArgumentException if {@code idle} is negative or {@code mailbox} less than 1
     */
    public ActorOptions {
        Objects.requireNonNull(idle, "idle");
        if (idle.isNegative()) {
            throw new IllegalArgumentException("idle must not be negative: " + idle);
        }
        if (mailbox < 1) {
            throw new IllegalArgumentException("mailbox must be at least 1: " + mailbox);
        }
    }

    /**
     * Changes the time of idleness.
     *
     * @param newIdle the time; zero for never
     * @return new options
     */
    public ActorOptions withIdle(Duration newIdle) {
        return new ActorOptions(newIdle, mailbox, remembered);
    }

    /**
     * Changes the limit of the mailbox.
     *
     * @param limit the number of messages that may wait for one actor, at least 1
     * @return new options
     */
    public ActorOptions withMailbox(int limit) {
        return new ActorOptions(idle, limit, remembered);
    }

    /**
     * Remembers the keys that have an actor, so that another node creates them again. Has no effect in
     * {@link Cluster#local()}, which has one node.
     *
     * @return new options
     */
    public ActorOptions withRemembering() {
        return new ActorOptions(idle, mailbox, true);
    }
}
