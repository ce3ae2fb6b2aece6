// SPDX-License-Identifier: Apache-2.0
package io.jevent.exceptions;

/**
 * Nothing is left that could ever wake the waiting main greenlet: a deadlock. The message lists every stuck greenlet.
 *
 * @gevent {@code gevent.exceptions.LoopExit}
 * @since 0.1
 */
public class LoopExit extends JeventException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what was wrong and what to do
     */
    public LoopExit(String message) {
        super(message);
    }
}
