// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.chat;

/**
 * A message of a user.
 *
 * @param id the number of the message in its room; later ones have larger numbers
 * @param user who said it
 * @param text what was said
 * @param at when, in milliseconds since 1970
 */
record Said(long id, String user, String text, long at) {

    /** As those who poll for one message get it. */
    String line() {
        return user + ":" + text;
    }
}
