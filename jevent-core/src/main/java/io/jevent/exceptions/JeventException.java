// SPDX-License-Identifier: Apache-2.0
package io.jevent.exceptions;

/**
 * The root of the mistakes and dead ends that jevent reports; only its subclasses are thrown.
 *
 * @since 0.1
 */
public abstract class JeventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what was wrong and what to do
     */
    protected JeventException(String message) {
        super(message);
    }
}
