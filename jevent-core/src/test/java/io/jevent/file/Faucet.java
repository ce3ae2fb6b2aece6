// SPDX-License-Identifier: Apache-2.0
package io.jevent.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** A source that blocks the thread that reads it until a test pours something in. */
final class Faucet extends InputStream {

    private static final String END = new String("end");

    private final BlockingQueue<Object> pieces = new LinkedBlockingQueue<>();
    final CountDownLatch readerCame = new CountDownLatch(1);
    final CountDownLatch closed = new CountDownLatch(1);

    void pour(String text) {
        pieces.add(text);
    }

    void end() {
        pieces.add(END);
    }

    void fail(IOException failure) {
        pieces.add(failure);
    }

    @Override
    public int read() {
        throw new AssertionError("reads whole pieces");
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        readerCame.countDown();
        try {
            Object piece = pieces.take();
            if (piece instanceof IOException failure) {
                throw failure;
            }
            if (piece == END) {
                return -1;
            }
            byte[] bytes = piece.toString().getBytes(StandardCharsets.UTF_8);
            System.arraycopy(bytes, 0, target, offset, bytes.length);
            return bytes.length;
        } catch (InterruptedException e) {
            throw new AssertionError("a stream's thread is not interrupted", e);
        }
    }

    @Override
    public int available() {
        return 0;
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
