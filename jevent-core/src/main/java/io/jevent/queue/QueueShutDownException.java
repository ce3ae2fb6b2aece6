// SPDX-License-Identifier: Apache-2.0
package io.jevent.queue;

import io.jevent.exceptions.JeventException;

/**
 * The queue was shut down: it takes no more items, or it is empty and will stay so.
 *
 * @gevent {@code gevent.queue.ShutDown}
 * @since 0.1
 */
public class QueueShutDownException extends JeventException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what was wrong and what to do
     */
    public QueueShutDownException(String message) {
        super(message);
    }
}
