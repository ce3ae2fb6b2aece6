// SPDX-License-Identifier: Apache-2.0
package io.jevent.socketio;

/**
 * Handles an event of a client, in plain blocking code.
 *
 * @gevent {@code @socketio.on(name)} of flask-socketio
 * @since 0.1
 */
@FunctionalInterface
public interface EventHandler {

    /**
     * Handles an event. The events of one socket are handled one after the other, in the order in which they were sent;
     * those of different sockets at the same time.
     *
     * @param event the event
     * @throws Exception if it fails; the failure is reported, and the socket stays connected
     */
    void handle(IncomingEvent event) throws Exception;
}
