// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.spi.AbstractInterruptibleChannel;

/**
 * Learns that the calling thread is interrupted while it waits in jevent, which does not look for that: the JDK closes
 * the channel that a thread waits for when the thread is interrupted, and this is one for which it waits.
 */
final class InterruptibleWait extends AbstractInterruptibleChannel {

    private final Runnable wake;

    /** {@code wake} is called once, by the thread that interrupts. */
    InterruptibleWait(Runnable wake) {
        this.wake = wake;
    }

    void enter() {
        begin();
    }

    void leave() {
        try {
            end(true);
        } catch (AsynchronousCloseException _) {
            // the thread is interrupted, and its caller asks for that
        }
    }

    @Override
    protected void implCloseChannel() {
        wake.run();
    }
}
