// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import static java.util.Objects.requireNonNull;

import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.InvalidThreadUseException;
import io.jevent.hub.Hub;
import io.jevent.hub.HubErrorHandler;
import io.jevent.internal.http.Takeover;
import io.jevent.internal.netty.NettyLoop;
import io.jevent.internal.netty.SocketAccess;
import io.jevent.internal.netty.StreamChannel;
import io.jevent.socket.StreamSocket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtension;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a WebSocket: frames between a channel and the greenlets that receive and send.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
final class WebSocketConnection extends ChannelInboundHandlerAdapter implements Takeover {

    /** The maximum size of a control frame's payload, RFC 6455, 5.5. */
    private static final int MAX_CONTROL = 125;

    private final StreamChannel stream;
    private final Channel channel;
    private final NettyLoop loop;
    private boolean installed;

    /** Whether the server stops. */
    private boolean drains;

    private final Hub hub;
    private final boolean server;
    private final WebSocketOptions options;
    private final ReceiveQueue input;
    private final SendQueue output;
    private final ControlFrames control;
    private final Assembler assembler;
    private final Heartbeat heartbeat;
    private final CloseHandshake closing;
    private @Nullable Deflate compression;
    private @Nullable Deflation deflation;
    private @Nullable Inflation inflation;

    WebSocketConnection(StreamSocket socket, boolean server, WebSocketOptions options) {
        this.server = server;
        this.options = options;
        stream = SocketAccess.channelOf(socket);
        channel = stream.channel();
        loop = NettyLoop.current();
        hub = loop.hub();
        input = new ReceiveQueue(this, loop, channel);
        output = new SendQueue(this, hub, channel, !server, options.stallNanos);
        assembler = new Assembler(options.maxFrame, options.maxMessage, this::inflate);
        control = new ControlFrames(!server);
        heartbeat = new Heartbeat(this, hub, options);
        closing = new CloseHandshake(this, loop, options.closeNanos);
    }

    /**
     * Adds the codecs to the channel, and replays earlier input through them; may switch.
     *
     * @param compression the negotiated compression; null for none
     * @param early bytes that followed the handshake and were read with it; null for none
     */
    void install(@Nullable Deflate compression, @Nullable ByteBuf early) {
        this.compression = compression;
        if (server) {
            channel.attr(Takeover.KEY).set(this);
        }
        loop.inTurn(() -> addCodecs(compression, early));
    }

    private void addCodecs(@Nullable Deflate compression, @Nullable ByteBuf early) {
        ChannelPipeline pipeline = channel.pipeline();
        String next = pipeline.context(stream).name();
        boolean mayCompress = compression != null;
        int maxFrame = Assembler.asSent(options.maxFrame, mayCompress);
        var frames = new StrictFrameDecoder(server, maxFrame, mayCompress, heartbeat::heard, this::admits);
        input.setDecoder(frames);
        pipeline.addBefore(next, null, frames);
        pipeline.addBefore(next, null, this);
        installed = true;
        heartbeat.begin();
        ChannelHandlerContext entrance = pipeline.context(frames);
        replay(entrance, frames, early);
        replay(entrance, frames, stream.input().takeAll());
        if (stream.input().hasEnded()) {
            closing.lost("the connection ended without a close");
        } else if (drains) {
            closing.begin(goingAway());
        }
    }

    private void replay(ChannelHandlerContext entrance, StrictFrameDecoder frames, @Nullable ByteBuf bytes) {
        if (bytes != null) {
            try {
                frames.channelRead(entrance, bytes);
            } catch (Exception e) {
                failed(e);
            }
            input.regulate();
        }
    }

    private boolean admits() {
        return isDeaf() || input.admits();
    }

    /** Returns whether all input but a close is dropped. */
    boolean isDeaf() {
        return closing.isDeaf();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        output.attach(added);
    }

    void check() {
        if (!hub.isCurrent()) {
            throw new InvalidThreadUseException(this + " belongs to " + hub + " but was used from "
                    + Thread.currentThread() + "; use it in a greenlet of that hub, send it a message:"
                    + " hub.runCallback(...), or use a Broadcast, which any thread may");
        }
    }

    @Nullable
    Message receive(long nanos) throws SocketTimeoutException {
        check();
        control.keepNoMore();
        return input.take(nanos);
    }

    void sendText(String text, long nanos) throws IOException {
        awaitTurn(nanos);
        Deflate agreed = compression;
        if (agreed != null && ByteBufUtil.utf8Bytes(text) >= agreed.sent().least()) {
            compress(agreed.sent(), true, text.getBytes(StandardCharsets.UTF_8));
            return;
        }
        ByteBuf bytes = FrameEncoder.buffer(channel.alloc(), ByteBufUtil.utf8MaxBytes(text));
        ByteBufUtil.writeUtf8(bytes, text);
        output.write(new TextWebSocketFrame(bytes));
    }

    void sendBinary(byte[] message, long nanos) throws IOException {
        awaitTurn(nanos);
        Deflate agreed = compression;
        if (agreed != null && message.length >= agreed.sent().least()) {
            compress(agreed.sent(), false, message);
            return;
        }
        ByteBuf bytes = FrameEncoder.buffer(channel.alloc(), message.length).writeBytes(message);
        output.write(new BinaryWebSocketFrame(bytes));
    }

    /** Sends a message compressed; if it refers to earlier ones, in the order in which they were compressed. */
    private void compress(Deflate.Direction how, boolean text, byte[] message) {
        Deflation deflater = deflation;
        if (deflater == null) {
            deflater = how.takeover() ? Deflation.withContext() : Deflation.of(hub);
            deflation = deflater;
        }
        ByteBuf bytes = deflater.deflate(message, how.bits(), channel.alloc());
        int bit = WebSocketExtension.RSV1;
        output.write(text ? new TextWebSocketFrame(true, bit, bytes) : new BinaryWebSocketFrame(true, bit, bytes));
    }

    private byte[] inflate(byte[] message) {
        Inflation inflater = inflation;
        if (inflater == null) {
            Deflate.Direction received = requireNonNull(compression).received();
            inflater = received.takeover() ? Inflation.withContext(received.bits()) : Inflation.of(hub);
            inflation = inflater;
        }
        return inflater.inflate(message, options.maxMessage);
    }

    @Nullable
    Deflation deflation() {
        return deflation;
    }

    @Nullable
    Inflation inflation() {
        return inflation;
    }

    /** Sends a ping or a pong. */
    void sendControl(boolean ping, byte[] payload) throws IOException {
        if (payload.length > MAX_CONTROL) {
            throw new IllegalArgumentException("a ping has at most " + MAX_CONTROL + " bytes: " + payload.length);
        }
        awaitTurn(Long.MAX_VALUE);
        ByteBuf bytes = FrameEncoder.buffer(channel.alloc(), payload.length).writeBytes(payload);
        output.write(ping ? new PingWebSocketFrame(bytes) : new PongWebSocketFrame(bytes));
    }

    void onControl(BiConsumer<Boolean, byte[]> action) {
        check();
        control.set(action);
    }

    private void awaitTurn(long nanos) throws IOException {
        check();
        loop.consumeBudget();
        requireOpen();
        output.awaitTurn(nanos);
        requireOpen();
    }

    private void requireOpen() throws WebSocketClosedException {
        if (!isOpen()) {
            CloseStatus status = status();
            throw new WebSocketClosedException("the WebSocket is closed (" + status + "): " + this, status);
        }
    }

    /** Sends a broadcast frame; returns false if more than {@code maxQueued} bytes would be queued. Never blocks. */
    boolean share(SharedFrame frame, int maxQueued) {
        if (!output.hasRoomFor(frame.size(), maxQueued)) {
            return false;
        }
        int length = frame.payload().length;
        Deflate.Direction zip =
                compression == null || length < compression.sent().least() ? null : compression.sent();
        boolean alike = zip == null || zip.bits() == DeflateTerms.MOST_BITS;
        if (server && alike) {
            output.writeEncoded(frame.bytes(zip != null));
            if (deflation != null && frame.isDeflated()) {
                // The peer's window now has data that this end's has not.
                deflation.forget();
            }
        } else if (zip != null) {
            compress(zip, frame.isText(), frame.payload());
        } else {
            ByteBuf bytes = Unpooled.wrappedBuffer(frame.payload());
            output.write(frame.isText() ? new TextWebSocketFrame(bytes) : new BinaryWebSocketFrame(bytes));
        }
        return true;
    }

    /** Returns whether this end may send compressed messages. */
    boolean compresses() {
        return compression != null;
    }

    void closeSlow() {
        closing.begin(new CloseStatus(CloseStatus.POLICY_VIOLATION, "too slow"));
    }

    /** Adds an action that runs when the connection has ended. */
    void whenEnded(Runnable action) {
        closing.whenEnded(action);
    }

    void notWhenEnded(Runnable action) {
        closing.notWhenEnded(action);
    }

    boolean isOpen() {
        return closing.isOpen();
    }

    boolean hasEnded() {
        return closing.hasEnded();
    }

    boolean isServer() {
        return server;
    }

    boolean isReading() {
        return !input.isPaused();
    }

    Hub hub() {
        return hub;
    }

    ReceiveQueue input() {
        return input;
    }

    SendQueue output() {
        return output;
    }

    Channel channel() {
        return channel;
    }

    StreamChannel stream() {
        return stream;
    }

    CloseStatus status() {
        return closing.status();
    }

    /** Sends a close, and blocks until the connection has ended. */
    void close(CloseStatus status) {
        check();
        closing.close(status);
    }

    /** Closes at once, without a close frame. */
    void abort() {
        check();
        giveUp("closed at once by this end");
    }

    void giveUp(String reason) {
        closing.abort(reason);
    }

    /** Responds to the peer's close, now that all messages before it were received. */
    void respondToClose() {
        closing.respond();
    }

    /** Releases everything when the connection has ended: all waits for input and output end. */
    void release() {
        heartbeat.end();
        dropMessage();
        stream.close();
        input.end();
        output.end();
        if (compression != null && compression.sent().takeover() && deflation != null) {
            deflation.end();
        }
    }

    /** Frees the decompression: all received messages were inflated or dropped. */
    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (compression != null && compression.received().takeover() && inflation != null) {
            inflation.end();
        }
    }

    /** Drops an incomplete message. */
    void dropMessage() {
        assembler.drop();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof WebSocketFrame frame)) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (closing.drops(frame instanceof CloseWebSocketFrame)) {
            frame.release();
        } else if (isProcessedAtOnce(frame)) {
            process(frame);
        } else {
            input.keep(frame);
        }
    }

    private boolean isProcessedAtOnce(WebSocketFrame frame) {
        if (frame instanceof PongWebSocketFrame || (options.readAhead && !Assembler.isData(frame))) {
            return true;
        }
        return !input.hasFrames() && (input.isWaitedFor() || (closing.hasSent() && !Assembler.isData(frame)));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        input.regulate();
        context.fireChannelReadComplete();
    }

    /** Processes a frame, and releases it. */
    void process(WebSocketFrame frame) {
        try {
            switch (frame) {
                case PingWebSocketFrame ping -> {
                    byte[] payload = ByteBufUtil.getBytes(ping.content());
                    if (isOpen()) {
                        output.pong(ping.content());
                    }
                    control.received(true, payload);
                }
                case PongWebSocketFrame pong -> control.received(false, ByteBufUtil.getBytes(pong.content()));
                case CloseWebSocketFrame close -> closing.received(close);
                default -> add(frame);
            }
        } finally {
            frame.release();
        }
    }

    private void add(WebSocketFrame frame) {
        if (closing.dropsMessages()) {
            return;
        }
        try {
            Message message = assembler.add(frame);
            if (message != null) {
                input.add(message);
            }
        } catch (CorruptedWebSocketFrameException e) {
            closing.fail(e.closeStatus().code(), String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        output.changed();
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            closing.inputEnded();
        } else if (event instanceof ChannelOutputShutdownEvent) {
            closing.outputEnded();
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closing.lost("the connection ended without a close");
        input.clear();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        failed(cause);
    }

    /**
     * Ends the connection. Only the first failure counts: further ones are consequences of it, or of the same bytes.
     */
    void failed(Throwable cause) {
        switch (cause) {
            case CorruptedWebSocketFrameException bad ->
                closing.fail(bad.closeStatus().code(), String.valueOf(bad.getMessage()));
            case IOException gone -> closing.lost(gone.toString());
            case DecoderException decoding when decoding.getCause() != null -> failed(decoding.getCause());
            default -> {
                if (!closing.ignoresFailures()) {
                    HubErrorHandler.report(hub, this, cause);
                }
                closing.fail(CloseStatus.SERVER_ERROR, "");
            }
        }
    }

    @Override
    public void drain() {
        drains = true;
        if (installed) {
            closing.begin(goingAway());
        }
    }

    private static CloseStatus goingAway() {
        return new CloseStatus(CloseStatus.GOING_AWAY, "the server stops");
    }

    @Override
    public void handled(@Nullable Throwable failure, Consumer<Throwable> report) {
        switch (failure) {
            case null -> close(new CloseStatus(CloseStatus.NORMAL, ""));
            case GreenletExit _ -> closing.beginAndEnd(goingAway());
            case IOException _ when !isOpen() -> close(new CloseStatus(CloseStatus.SERVER_ERROR, ""));
            default -> {
                report.accept(failure);
                close(new CloseStatus(CloseStatus.SERVER_ERROR, ""));
            }
        }
    }

    @Override
    public String toString() {
        return (server ? "server's" : "client's") + " end of a WebSocket on " + stream;
    }
}
