// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.chat;

import org.jspecify.annotations.Nullable;

/**
 * A message of a user.
 *
 * @param id the number of the message in its room; later ones have larger numbers
 * @param user who said it
 * @param text what was said
 * @param at when, in milliseconds since 1970
 * @param token tells the message from others in a cluster, where it may be sent again; else null
 */
record Said(
        long id,
        String user,
        String text,
        long at,
        @Nullable String token) {

    /** As those who poll for one message get it. */
    String line() {
        return user + ":" + text;
    }
}
