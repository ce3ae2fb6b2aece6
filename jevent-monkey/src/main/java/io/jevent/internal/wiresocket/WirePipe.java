// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.wiresocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.spi.SelectorProvider;
import java.util.Objects;

/** A {@link Pipe} in memory. */
final class WirePipe extends Pipe {

    private static final int SIZE = 64 * 1024;

    private final ByteBuffer buffer = ByteBuffer.allocate(SIZE);
    private final Change change = new Change();
    private final Source source;
    private final Sink sink;

    WirePipe(SelectorProvider provider) {
        source = new Source(provider);
        sink = new Sink(provider);
    }

    @Override
    public SourceChannel source() {
        return source;
    }

    @Override
    public SinkChannel sink() {
        return sink;
    }

    private void changed() {
        change.happens();
        source.watchers.tell();
        sink.watchers.tell();
    }

    private final class Source extends SourceChannel implements WireSelector.Selected {

        private final Watchers watchers = new Watchers();

        Source(SelectorProvider provider) {
            super(provider);
        }

        @Override
        public int readyOps() {
            return buffer.position() > 0 || !sink.isOpen() ? SelectionKey.OP_READ : 0;
        }

        @Override
        public void watch(WireSelector selector, boolean on) {
            watchers.watch(selector, on);
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            if (!isOpen()) {
                throw new ClosedChannelException();
            }
            if (isBlocking()) {
                change.await(() -> readyOps() != 0 || !isOpen());
            }
            if (buffer.position() == 0) {
                return sink.isOpen() ? 0 : -1;
            }
            buffer.flip();
            int n = Math.min(buffer.remaining(), target.remaining());
            target.put(buffer.slice(0, n));
            buffer.position(n).compact();
            changed();
            return n;
        }

        @Override
        public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, targets.length);
            long all = 0;
            for (int i = offset; i < offset + length && (all == 0 || buffer.position() > 0); i++) {
                int n = read(targets[i]);
                if (n < 0) {
                    return all == 0 ? -1 : all;
                }
                all += n;
            }
            return all;
        }

        @Override
        public long read(ByteBuffer[] targets) throws IOException {
            return read(targets, 0, targets.length);
        }

        @Override
        protected void implCloseSelectableChannel() {
            changed();
        }

        @Override
        protected void implConfigureBlocking(boolean block) {
            // read asks isBlocking()
        }
    }

    private final class Sink extends SinkChannel implements WireSelector.Selected {

        private final Watchers watchers = new Watchers();

        Sink(SelectorProvider provider) {
            super(provider);
        }

        @Override
        public int readyOps() {
            return buffer.hasRemaining() || !source.isOpen() ? SelectionKey.OP_WRITE : 0;
        }

        @Override
        public void watch(WireSelector selector, boolean on) {
            watchers.watch(selector, on);
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            if (!isOpen()) {
                throw new ClosedChannelException();
            }
            if (!source.isOpen()) {
                throw new IOException("Broken pipe");
            }
            int all = 0;
            do {
                if (isBlocking()) {
                    change.await(() -> readyOps() != 0 || !isOpen());
                }
                int n = Math.min(buffer.remaining(), bytes.remaining());
                buffer.put(bytes.slice(bytes.position(), n));
                bytes.position(bytes.position() + n);
                all += n;
                changed();
            } while (isBlocking() && bytes.hasRemaining() && source.isOpen());
            return all;
        }

        @Override
        public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, sources.length);
            long all = 0;
            for (int i = offset; i < offset + length; i++) {
                all += write(sources[i]);
                if (sources[i].hasRemaining()) {
                    break;
                }
            }
            return all;
        }

        @Override
        public long write(ByteBuffer[] sources) throws IOException {
            return write(sources, 0, sources.length);
        }

        @Override
        protected void implCloseSelectableChannel() {
            changed();
        }

        @Override
        protected void implConfigureBlocking(boolean block) {
            // write asks isBlocking()
        }
    }
}
