// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.chat;

import java.io.IOException;

/** Brings what somebody says to the rooms: of this process, or of all that share them. */
interface Backplane extends AutoCloseable {

    /**
     * Has a message said, some time soon, in the room of that name.
     *
     * @throws IOException if it cannot be brought there
     */
    void publish(String room, String user, String text) throws IOException;

    @Override
    void close();
}
