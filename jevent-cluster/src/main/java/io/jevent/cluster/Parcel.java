// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import org.jspecify.annotations.Nullable;

/**
 * A message of Pekko's that carries one of a program's.
 *
 * <p>Invariant: {@code content} is the program's object where it was sent, and {@link Packed} where it came from
 * another node.
 */
sealed interface Parcel {

    /** The program's object, or its bytes. */
    @Nullable
    Object content();

    /** An object as it came from another node. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Packed(byte[] bytes) {}

    /**
     * To the actor of a key.
     *
     * @param key the key
     * @param id the number of the ask, or 0 for a tell
     * @param content the message
     */
    record ToActor(String key, long id, Object content) implements Parcel {}

    /**
     * The outcome of an ask.
     *
     * @param id the number of the ask
     * @param outcome the kind of {@code content}
     * @param content the reply, or the text of the failure
     */
    record Answer(long id, Outcome outcome, @Nullable Object content) implements Parcel {}

    /** The outcome of an ask. */
    enum Outcome {
        REPLIED,
        FAILED,
        MAILBOX_FULL,
        REFUSED
    }

    /**
     * To the subscribers of a topic.
     *
     * @param topic the name of the topic
     * @param content the message
     */
    record Published(String topic, Object content) implements Parcel {}

    /**
     * An event or a snapshot, in the storage.
     *
     * @param content the object
     */
    record Event(Object content) implements Parcel {}
}
