// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.internal.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.AbstractChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.FileRegion;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/** A connection over the network of a simulation. */
final class SimulatedStream extends AbstractChannel implements DuplexChannel, Wire.Events {

    private static final ChannelMetadata METADATA = new ChannelMetadata(false);
    private static final int LARGEST_READ = 64 * 1024;

    private final Wire wire;
    private final SimulatedOptions options = new SimulatedOptions(this, true);
    private Wire.@Nullable Stream stream;
    private @Nullable ChannelPromise connecting;
    private boolean closed;
    private boolean connected;
    private boolean readPending;
    private boolean readQueued;
    private boolean flushPending;
    private boolean inputShut;
    private boolean outputShut;

    SimulatedStream(Wire wire) {
        super(null);
        this.wire = wire;
    }

    /** One that a listener has accepted. */
    SimulatedStream(Wire wire, Channel parent, Wire.Stream accepted) {
        super(parent);
        this.wire = wire;
        this.stream = accepted;
        this.connected = true;
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new AbstractUnsafe() {
            @Override
            public void connect(SocketAddress to, @Nullable SocketAddress from, ChannelPromise promise) {
                if (!promise.setUncancellable() || !ensureOpen(promise)) {
                    return;
                }
                try {
                    connecting = promise;
                    stream = wire.connect(to, from, SimulatedStream.this);
                } catch (IOException e) {
                    connecting = null;
                    safeSetFailure(promise, e);
                    closeIfClosed();
                }
            }
        };
    }

    @Override
    public void connected() {
        ChannelPromise promise = connecting;
        connecting = null;
        if (promise != null && !closed) {
            connected = true;
            boolean told = promise.trySuccess();
            pipeline().fireChannelActive();
            if (!told) {
                unsafe().close(voidPromise());
            }
        }
    }

    @Override
    public void failed(IOException cause) {
        ChannelPromise promise = connecting;
        if (promise != null) {
            connecting = null;
            var _ = promise.tryFailure(cause);
            unsafe().close(voidPromise());
            return;
        }
        readNow();
        writable(); // the write that waits fails
    }

    @Override
    public void readable() {
        if (readPending) {
            readNow();
        }
    }

    @Override
    public void writable() {
        if (flushPending) {
            flushPending = false;
            unsafe().flush();
        }
    }

    @Override
    @SuppressWarnings("deprecation") // the other method is for channels whose registration takes time
    protected void doRegister() {
        Wire.Stream accepted = stream;
        if (accepted != null) {
            eventLoop().execute(() -> accepted.setEvents(this));
        }
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return loop instanceof SimulatedLoop;
    }

    @Override
    protected void doBeginRead() {
        readPending = true;
        if (!readQueued && stream != null) {
            readQueued = true;
            eventLoop().execute(() -> {
                readQueued = false;
                readable();
            });
        }
    }

    private void readNow() {
        Wire.Stream from = stream;
        if (from == null || closed || inputShut || !isRegistered()) {
            return;
        }
        boolean any = false;
        try {
            while (readPending) {
                int n = readOnce(from);
                if (n == 0) {
                    break;
                }
                if (n < 0) {
                    inputEnded(any);
                    return;
                }
                any = true;
                readPending = options.isAutoRead();
            }
            completed(any);
        } catch (IOException e) {
            completed(any);
            pipeline().fireExceptionCaught(e);
            unsafe().close(voidPromise());
        }
    }

    private int readOnce(Wire.Stream from) throws IOException {
        var bytes = new byte[Math.clamp(from.available(), 1, LARGEST_READ)];
        int n = from.read(bytes, 0, bytes.length);
        if (n > 0) {
            pipeline().fireChannelRead(Unpooled.wrappedBuffer(bytes, 0, n));
        }
        return n;
    }

    private void completed(boolean any) {
        if (any) {
            pipeline().fireChannelReadComplete();
        }
    }

    private void inputEnded(boolean any) {
        inputShut = true;
        readPending = false;
        completed(any);
        if (options.isSet(ChannelOption.ALLOW_HALF_CLOSURE)) {
            pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        } else {
            unsafe().close(voidPromise());
        }
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer in) throws IOException {
        Wire.Stream to = stream;
        if (to == null) {
            throw new ClosedChannelException();
        }
        Object message;
        while ((message = in.current()) != null) {
            boolean all = switch (message) {
                case ByteBuf buffer -> write(to, in, buffer);
                case FileRegion region -> write(to, in, region);
                default ->
                    throw new IOException("cannot send a " + message.getClass().getName());
            };
            if (!all) {
                flushPending = true;
                return;
            }
            in.remove();
        }
    }

    private static boolean write(Wire.Stream to, ChannelOutboundBuffer in, ByteBuf buffer) throws IOException {
        while (buffer.isReadable()) {
            var bytes = new byte[buffer.readableBytes()];
            buffer.getBytes(buffer.readerIndex(), bytes);
            int n = to.write(bytes, 0, bytes.length);
            if (n == 0) {
                return false;
            }
            in.progress(n);
            buffer.skipBytes(n);
        }
        return true;
    }

    private static boolean write(Wire.Stream to, ChannelOutboundBuffer in, FileRegion region) throws IOException {
        var target = new Target(to);
        while (region.transferred() < region.count()) {
            if (to.room() == 0) {
                return false;
            }
            long n = region.transferTo(target, region.transferred());
            if (n <= 0) {
                return region.transferred() >= region.count();
            }
            in.progress(n);
        }
        return true;
    }

    /** Takes the bytes of files. */
    private record Target(Wire.Stream stream) implements WritableByteChannel {

        @Override
        public int write(ByteBuffer source) throws IOException {
            int n = Math.min(source.remaining(), stream.room());
            var bytes = new byte[n];
            source.get(bytes);
            return n == 0 ? 0 : stream.write(bytes, 0, n);
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // the channel closes the stream
        }
    }

    @Override
    protected void doBind(SocketAddress address) {
        throw new UnsupportedOperationException("a stream gets its local address when it connects");
    }

    @Override
    protected void doDisconnect() {
        doClose();
    }

    @Override
    protected void doClose() {
        closed = true;
        connected = false;
        ChannelPromise promise = connecting;
        if (promise != null) {
            connecting = null;
            var _ = promise.tryFailure(new ClosedChannelException());
        }
        Wire.Stream open = stream;
        if (open != null) {
            if (options.number(ChannelOption.SO_LINGER) == 0) {
                open.reset();
            } else {
                open.close();
            }
        }
    }

    @Override
    protected void doShutdownOutput() {
        outputShut = true;
        Wire.Stream open = stream;
        if (open != null) {
            open.shutdownOutput();
        }
    }

    @Override
    public ChannelConfig config() {
        return options;
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public boolean isActive() {
        return connected && !closed;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }

    @Override
    protected @Nullable SocketAddress localAddress0() {
        Wire.Stream open = stream;
        return open == null ? null : open.localAddress();
    }

    @Override
    protected @Nullable SocketAddress remoteAddress0() {
        Wire.Stream open = stream;
        return open == null ? null : open.remoteAddress();
    }

    @Override
    public boolean isInputShutdown() {
        return inputShut || closed;
    }

    @Override
    public ChannelFuture shutdownInput() {
        return shutdownInput(newPromise());
    }

    @Override
    public ChannelFuture shutdownInput(ChannelPromise promise) {
        inputShut = true;
        Wire.Stream open = stream;
        if (open != null) {
            open.shutdownInput();
        }
        return promise.setSuccess();
    }

    @Override
    public boolean isOutputShutdown() {
        return outputShut || closed;
    }

    @Override
    public ChannelFuture shutdownOutput() {
        return shutdownOutput(newPromise());
    }

    @Override
    public ChannelFuture shutdownOutput(ChannelPromise promise) {
        ((AbstractUnsafe) unsafe()).shutdownOutput(promise);
        return promise;
    }

    @Override
    public boolean isShutdown() {
        return isInputShutdown() && isOutputShutdown();
    }

    @Override
    public ChannelFuture shutdown() {
        return shutdown(newPromise());
    }

    @Override
    public ChannelFuture shutdown(ChannelPromise promise) {
        var _ = shutdownInput();
        return shutdownOutput(promise);
    }
}
