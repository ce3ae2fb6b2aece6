// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.InvalidThreadUseException;
import io.jevent.hub.Hub;
import io.jevent.hub.HubErrorHandler;
import io.jevent.hub.Timer;
import io.jevent.internal.http.Takeover;
import io.jevent.internal.netty.NettyLoop;
import io.jevent.internal.netty.SocketAccess;
import io.jevent.internal.netty.StreamChannel;
import io.jevent.internal.netty.WaitPoint;
import io.jevent.socket.StreamSocket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
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
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * The life of a connection:
 *
 *   open --- close() or drain() ---> close sent ----- the peer's close came ----> ended
 *     |                                    \--------- it did not come in time --> ended
 *     |----- the peer's close came ---> to be answered -> answered, or too late -> ended
 *     |----- against the protocol ----> close sent, output shut down ----------> ended, when the peer or the time ends
 *     \----- lost, or given up -----------------------------------------------> ended
 *
 * Messages can be sent until a close is sent. They can be received until the peer's close came, or the end. The peer's close
 * is answered when all that came before it was received, and somebody asks for more, or after a second: so the answers to
 * the last messages still leave. At the end the socket is closed here, whatever the handler does. All of it happens on the hub's thread.
 */
/** The works of a WebSocket: frames between a channel and the greenlets that receive and send. */
final class Session extends ChannelInboundHandlerAdapter implements Takeover {

    private static final long LINGER_NANOS = Duration.ofSeconds(1).toNanos();

    private final StreamChannel stream;
    private final Channel channel;
    private final NettyLoop loop;
    private final Hub hub;
    private final boolean server;
    private final WebSocketOptions options;
    private final Inbox inbox;
    private final Outbox outbox;
    private final Assembler assembler;
    private final Liveness liveness;
    private final Closing closing;
    private @Nullable CloseStatus sent;
    private @Nullable CloseStatus received;
    private @Nullable CloseStatus ended;
    private @Nullable Timer closeTimer;

    private final Set<Runnable> afterwards = new LinkedHashSet<>(2);
    private boolean compresses;
    private boolean answered;
    private boolean shutDown;

    /** Nothing that comes is of interest any more. */
    private boolean deaf;

    Session(StreamSocket socket, boolean server, WebSocketOptions options) {
        this.server = server;
        this.options = options;
        stream = SocketAccess.channelOf(socket);
        channel = stream.channel();
        loop = NettyLoop.current();
        hub = loop.hub();
        inbox = new Inbox(this, loop, channel);
        outbox = new Outbox(this, hub, channel, options.stallNanos);
        assembler = new Assembler(options.maxFrame, options.maxMessage, Inflation.of(hub));
        liveness = new Liveness(this, hub, options);
        closing = new Closing();
    }

    /**
     * Puts the codecs into the channel; what came before goes through them.
     *
     * @param compression what was agreed on; null for nothing
     * @param early bytes that followed the handshake and were read with it; null for none
     */
    void install(@Nullable Deflate compression, @Nullable ByteBuf early) {
        ChannelPipeline pipeline = channel.pipeline();
        String next = pipeline.context(stream).name();
        boolean mayCompress = compression != null;
        int maxFrame = Assembler.asSent(options.maxFrame, mayCompress);
        var frames = new StrictFrames(server, maxFrame, mayCompress, liveness::heard, this::admits);
        inbox.decoder(frames);
        pipeline.addBefore(next, null, frames);
        var encoder = new WebSocket13FrameEncoder(!server);
        pipeline.addBefore(next, null, encoder);
        outbox.attachEncoder(pipeline.context(encoder));
        if (compression != null) {
            compresses = true;
            pipeline.addBefore(next, null, compression.encoder());
        }
        pipeline.addBefore(next, null, this);
        if (server) {
            channel.attr(Takeover.KEY).set(this);
        }
        liveness.begin();
        ChannelHandlerContext entrance = pipeline.context(frames);
        replay(entrance, frames, early);
        replay(entrance, frames, stream.input().takeAll());
        if (stream.input().hasEnded()) {
            lost("the connection ended without a close");
        }
    }

    private void replay(ChannelHandlerContext entrance, StrictFrames frames, @Nullable ByteBuf bytes) {
        if (bytes != null) {
            try {
                frames.channelRead(entrance, bytes);
            } catch (Exception e) {
                failed(e);
            }
            inbox.regulate();
        }
    }

    private boolean admits() {
        return isDeaf() || inbox.admits();
    }

    /** Whether all that comes is dropped, except for a close. */
    boolean isDeaf() {
        return deaf || ended != null || received != null;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        outbox.attach(added);
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
        return inbox.take(nanos);
    }

    void sendText(String text, long nanos) throws IOException {
        awaitTurn(nanos);
        ByteBuf bytes = channel.alloc().directBuffer(ByteBufUtil.utf8MaxBytes(text));
        ByteBufUtil.writeUtf8(bytes, text);
        outbox.write(new TextWebSocketFrame(bytes));
    }

    void sendBinary(byte[] message, long nanos) throws IOException {
        awaitTurn(nanos);
        ByteBuf bytes = channel.alloc().directBuffer(message.length).writeBytes(message);
        outbox.write(new BinaryWebSocketFrame(bytes));
    }

    private void awaitTurn(long nanos) throws IOException {
        check();
        loop.consumeBudget();
        requireOpen();
        outbox.awaitTurn(nanos);
        requireOpen();
    }

    private void requireOpen() throws WebSocketClosedException {
        if (!isOpen()) {
            CloseStatus status = status();
            throw new WebSocketClosedException("the WebSocket is closed (" + status + "): " + this, status);
        }
    }

    /** Hands over a frame that goes to many; false if more than {@code maxQueued} bytes would wait. Never waits. */
    boolean share(SharedFrame frame, int maxQueued) {
        if (!outbox.hasRoomFor(frame.size(), maxQueued)) {
            return false;
        }
        if (server) {
            outbox.writeEncoded(frame.bytes(compresses));
        } else {
            ByteBuf bytes = Unpooled.wrappedBuffer(frame.payload());
            outbox.write(frame.isText() ? new TextWebSocketFrame(bytes) : new BinaryWebSocketFrame(bytes));
        }
        return true;
    }

    boolean compresses() {
        return compresses;
    }

    void closeSlow() {
        beginClose(new CloseStatus(CloseStatus.POLICY_VIOLATION, "too slow"));
    }

    /** Has something run when the connection has ended. */
    void whenEnded(Runnable action) {
        afterwards.add(action);
    }

    void notWhenEnded(Runnable action) {
        afterwards.remove(action);
    }

    boolean isOpen() {
        return sent == null && ended == null;
    }

    boolean hasEnded() {
        return ended != null;
    }

    boolean isReading() {
        return !inbox.isPaused();
    }

    Hub hub() {
        return hub;
    }

    Outbox outbox() {
        return outbox;
    }

    Channel channel() {
        return channel;
    }

    StreamChannel stream() {
        return stream;
    }

    /** What is known about the end: what the peer said comes first. */
    CloseStatus status() {
        CloseStatus status = received;
        if (status == null) {
            status = ended;
        }
        if (status == null) {
            status = sent;
        }
        return status == null ? new CloseStatus(CloseStatus.NO_STATUS, "") : status;
    }

    /** Says that this end closes, and waits for the peer to say so too, for as long as the options allow. */
    void close(CloseStatus status) {
        check();
        if (ended != null) {
            return;
        }
        deaf = true;
        inbox.dropToClose();
        inbox.goOn();
        if (received == null) {
            beginClose(status);
        } else {
            answerClose();
        }
        try {
            while (ended == null) {
                closing.await(Long.MAX_VALUE);
            }
        } finally {
            if (ended == null) {
                end(new CloseStatus(CloseStatus.ABNORMAL, "the wait for the peer's close was cut short"));
            }
        }
    }

    /** Closes at once, without a word. */
    void abort() {
        check();
        giveUp("closed at once by this end");
    }

    void giveUp(String reason) {
        if (ended == null) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            end(CloseStatus.of(CloseStatus.ABNORMAL, reason));
        }
    }

    /** Sends a close unless one was sent; what was written before leaves before it. */
    private void beginClose(CloseStatus status) {
        if (sent != null || ended != null) {
            return;
        }
        sent = status;
        outbox.write(closeFrame(status));
        outbox.flush();
        outbox.end();
        if (closeTimer == null && ended == null) {
            closeTimer = hub.schedule(Duration.ofNanos(options.closeNanos), this::tooLate);
        }
    }

    private static CloseWebSocketFrame closeFrame(CloseStatus status) {
        return status.code() == CloseStatus.NO_STATUS
                ? new CloseWebSocketFrame()
                : new CloseWebSocketFrame(status.code(), status.reason());
    }

    private void stopCloseTimer() {
        Timer timer = closeTimer;
        if (timer != null) {
            closeTimer = null;
            timer.cancel();
        }
    }

    private void tooLate() {
        closeTimer = null;
        if (received != null) {
            end(received);
        } else {
            giveUp("the peer did not answer the close within " + Duration.ofNanos(options.closeNanos));
        }
    }

    /** The connection is over; everybody who waits for it goes on. */
    private void end(CloseStatus status) {
        if (ended != null) {
            return;
        }
        ended = status;
        stopCloseTimer();
        liveness.end();
        assembler.drop();
        stream.close();
        inbox.end();
        outbox.end();
        closing.signal(null);
        List.copyOf(afterwards).forEach(Runnable::run);
        afterwards.clear();
    }

    /** Tells a peer that does not keep to the protocol what was wrong, and hears nothing more from it. */
    private void fail(int code, String reason) {
        if (ended != null || deaf) {
            return;
        }
        deaf = true;
        assembler.drop();
        CloseStatus status = CloseStatus.of(code, reason);
        received = sent == null ? status : null;
        beginClose(status);
        inbox.end();
        stopCloseTimer();
        closeTimer = hub.schedule(Duration.ofNanos(Math.min(options.closeNanos, LINGER_NANOS)), () -> end(status));
        inbox.goOn();
        whenFlushed(this::shutDown);
    }

    private void shutDown() {
        try {
            if (ended == null) {
                shutDown = true;
                stream.shutdownOutput();
            }
        } catch (IOException e) {
            lost(e.toString());
        }
    }

    private void whenFlushed(Runnable then) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> then.run());
    }

    private void lost(String why) {
        CloseStatus status = received;
        end(status == null ? CloseStatus.of(CloseStatus.ABNORMAL, why) : status);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof WebSocketFrame frame)) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (ended != null || received != null || (deaf && !(frame instanceof CloseWebSocketFrame))) {
            frame.release();
        } else if (isDealtWithAtOnce(frame)) {
            dealWith(frame);
        } else {
            inbox.keep(frame);
        }
    }

    private boolean isDealtWithAtOnce(WebSocketFrame frame) {
        if (frame instanceof PongWebSocketFrame || (options.readAhead && !Assembler.isData(frame))) {
            return true;
        }
        return !inbox.hasFrames() && (inbox.isWaitedFor() || (sent != null && !Assembler.isData(frame)));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        inbox.regulate();
        context.fireChannelReadComplete();
    }

    /** Does what a frame asks for. */
    void dealWith(WebSocketFrame frame) {
        try {
            switch (frame) {
                case PingWebSocketFrame ping -> {
                    if (isOpen()) {
                        outbox.pong(ping.content());
                    }
                }
                case PongWebSocketFrame _ -> {}
                case CloseWebSocketFrame close -> closed(close);
                default -> add(frame);
            }
        } finally {
            frame.release();
        }
    }

    private void add(WebSocketFrame frame) {
        if (deaf) {
            return;
        }
        try {
            Message message = assembler.add(frame);
            if (message != null) {
                inbox.add(message);
            }
        } catch (CorruptedWebSocketFrameException e) {
            fail(e.closeStatus().code(), String.valueOf(e.getMessage()));
        }
    }

    private void closed(CloseWebSocketFrame frame) {
        ByteBuf content = frame.content();
        int code = content.isReadable() ? content.getUnsignedShort(content.readerIndex()) : CloseStatus.NO_STATUS;
        if (code > CloseStatus.LAST) {
            fail(CloseStatus.PROTOCOL_ERROR, "not the code of a close: " + code);
            return;
        }
        var status = new CloseStatus(code, frame.reasonText());
        received = status;
        inbox.end();
        if (sent != null || inbox.isDone()) {
            answerClose();
        } else {
            stopCloseTimer();
            long patience = Math.min(options.closeNanos / 2, LINGER_NANOS);
            closeTimer = hub.schedule(Duration.ofNanos(patience), this::answerClose);
        }
    }

    /** Sends the answer to the peer's close: what came before it has been received, and dealt with. */
    void answerClose() {
        CloseStatus status = received;
        if (status == null || ended != null || answered) {
            return;
        }
        answered = true;
        stopCloseTimer();
        beginClose(new CloseStatus(status.code(), ""));
        if (server) {
            whenFlushed(() -> end(status));
        } else if (stream.input().hasEnded()) {
            end(status);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        outbox.changed();
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            deaf = true;
            inbox.goOn();
            lost("the connection ended without a close");
        } else if (event instanceof ChannelOutputShutdownEvent && !shutDown) {
            lost("the connection was lost");
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        lost("the connection ended without a close");
        inbox.clear();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        failed(cause);
    }

    /** The first failure ends the connection; those that follow are consequences of it, or of the same bytes. */
    void failed(Throwable cause) {
        switch (cause) {
            case CorruptedWebSocketFrameException bad ->
                fail(bad.closeStatus().code(), String.valueOf(bad.getMessage()));
            case IOException gone -> lost(gone.toString());
            case DecoderException decoding when decoding.getCause() != null -> failed(decoding.getCause());
            default -> {
                if (ended == null && !deaf) {
                    HubErrorHandler.report(hub, this, cause);
                }
                fail(CloseStatus.SERVER_ERROR, "");
            }
        }
    }

    @Override
    public void drain() {
        beginClose(new CloseStatus(CloseStatus.GOING_AWAY, "the server stops"));
    }

    @Override
    public void handled(@Nullable Throwable failure, Consumer<Throwable> report) {
        switch (failure) {
            case null -> close(new CloseStatus(CloseStatus.NORMAL, ""));
            case GreenletExit _ -> {
                drain();
                whenFlushed(() -> end(status()));
            }
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

    /** Where those wait who close. */
    private final class Closing extends WaitPoint {

        Closing() {
            super(loop);
        }

        @Override
        protected boolean isReady() {
            return ended != null;
        }

        @Override
        public String wokenBy() {
            return "the peer closing";
        }

        @Override
        public String toString() {
            return "end of " + Session.this;
        }
    }
}
