// SPDX-License-Identifier: Apache-2.0
package io.jevent.signal;

import io.jevent.exceptions.GreenletExit;

/**
 * Ends a program because the operating system said so; see {@link Signals#shutdownOn}.
 *
 * @since 0.1
 */
public final class ShutdownSignal extends GreenletExit {

    private static final long serialVersionUID = 1L;

    /** The number of the signal. */
    private final int number;

    /** The name of the signal, without SIG. */
    private final String name;

    ShutdownSignal(String name, int number) {
        super("received SIG" + name);
        this.name = name;
        this.number = number;
    }

    /** The name of the signal, without SIG. */
    String name() {
        return name;
    }

    /**
     * Returns what a program that this ended exits with.
     *
     * @return 128 and the number of the signal, as shells have it
     */
    public int exitStatus() {
        return 128 + number;
    }
}
