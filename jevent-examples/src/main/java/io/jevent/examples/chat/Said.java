// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.chat;

/**
 * What somebody said.
 *
 * @param id the number of the message in its room, from 1
 * @param user who said it
 * @param text what was said
 */
record Said(long id, String user, String text) {

    /** As those who poll for one message get it. */
    String line() {
        return user + ":" + text;
    }
}
