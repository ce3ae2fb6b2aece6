// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.internal.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
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
final class SimulatedStream extends SimulatedChannel implements DuplexChannel, Wire.Events {

    private static final ChannelMetadata METADATA = new ChannelMetadata(false);
    private static final int LARGEST_READ = 64 * 1024;

    private final Wire wire;
    private Wire.@Nullable Stream stream;
    private @Nullable ChannelPromise connecting;
    private boolean connected;
    private boolean flushPending;
    private boolean inputShut;
    private boolean outputShut;

    SimulatedStream(Wire wire) {
        super(null, true);
        this.wire = wire;
    }

    /** One that a listener has accepted. */
    SimulatedStream(Wire wire, Channel parent, Wire.Stream accepted) {
        super(parent, true);
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
        if (promise != null && isOpen()) {
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
        arrived();
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
    boolean hasSocket() {
        return stream != null;
    }

    @Override
    void readNow() {
        Wire.Stream from = stream;
        if (from == null || !isOpen() || inputShut || !isRegistered()) {
            return;
        }
        boolean any = false;
        try {
            while (wantsMore()) {
                int n = readOnce(from);
                if (n == 0) {
                    break;
                }
                if (n < 0) {
                    inputEnded(any);
                    return;
                }
                any = true;
                took();
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
        stopReading();
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
    protected void doClose() {
        super.doClose();
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
    public boolean isActive() {
        return connected && isOpen();
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
        return inputShut || !isOpen();
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
        return outputShut || !isOpen();
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
