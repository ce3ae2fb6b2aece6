// SPDX-License-Identifier: Apache-2.0
package io.jevent.lock;

/**
 * Something that was acquired and is given back once, at the end of a {@code try}:
 *
 * <pre>{@code
 * try (var _ = semaphore.hold()) {
 *     ...
 * }
 * }</pre>
 *
 * <p><b>Confinement:</b> not shared: who got it closes it.
 *
 * @gevent {@code with semaphore:}
 * @since 0.1
 */
public final class Hold implements AutoCloseable {

    private final Runnable giveBack;
    private boolean closed;

    Hold(Runnable giveBack) {
        this.giveBack = giveBack;
    }

    /**
     * Gives it back; does nothing the second time.
     *
     * @switches never
     */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            giveBack.run();
        }
    }
}
