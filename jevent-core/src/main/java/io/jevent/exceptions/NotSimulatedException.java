// SPDX-License-Identifier: Apache-2.0
package io.jevent.exceptions;

/**
 * A program in a closed world met something that its hub does not control: a wait for time or input of the JDK, or
 * another thread. The run would not be the same again, so it fails, and the message names the call.
 *
 * @since 0.1
 */
public class NotSimulatedException extends JeventException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what was met and what to do
     */
    public NotSimulatedException(String message) {
        super(message);
    }
}
