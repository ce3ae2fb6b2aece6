// SPDX-License-Identifier: Apache-2.0
package io.jevent.exceptions;

/**
 * A blocking call was made in a callback on the hub itself, where nothing may wait: a mistake of the caller.
 *
 * @gevent {@code gevent.exceptions.BlockingSwitchOutError}
 * @since 0.1
 */
public class BlockingSwitchOutException extends JeventException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what was wrong and what to do
     */
    public BlockingSwitchOutException(String message) {
        super(message);
    }
}
