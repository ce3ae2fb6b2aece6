// SPDX-License-Identifier: Apache-2.0
package io.jevent.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** A target that takes one piece for each permit that a test gives. */
final class Drain extends OutputStream {

    final Semaphore permits = new Semaphore(0);
    final CountDownLatch writerCame = new CountDownLatch(1);
    final CountDownLatch closed = new CountDownLatch(1);
    final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    volatile boolean failing;

    @Override
    public void write(int value) {
        throw new AssertionError("writes whole pieces");
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        writerCame.countDown();
        permits.acquireUninterruptibly();
        if (failing) {
            throw new IOException("blocked up");
        }
        taken.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        if (failing) {
            throw new IOException("does not close");
        }
    }
}
