// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.chat;

/** A message to the actor of a room, which replies {@link Heard}. */
sealed interface RoomMessage {

    /**
     * Says something. The reply has the message with its number.
     *
     * @param token different for each message, the same if it is sent again
     */
    record Say(String token, String user, String text) implements RoomMessage {}

    /** Asks for some messages after a number. */
    record Since(long number) implements RoomMessage {}
}
