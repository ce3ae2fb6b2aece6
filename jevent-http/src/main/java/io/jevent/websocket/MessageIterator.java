// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Receives the messages of a WebSocket one by one. */
final class MessageIterator implements Iterator<Message> {

    private final WebSocket socket;
    private Optional<Message> next = Optional.empty();

    MessageIterator(WebSocket socket) {
        this.socket = socket;
    }

    @Override
    public boolean hasNext() {
        if (next.isEmpty()) {
            next = socket.receive();
        }
        return next.isPresent();
    }

    @Override
    public Message next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the connection is closed: " + socket);
        }
        Message message = next.orElseThrow();
        next = Optional.empty();
        return message;
    }
}
