// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http1;

import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.RawGreenlet;
import io.jevent.hub.WaitList;
import io.jevent.internal.http.BodyChunk;
import io.jevent.internal.http.Engine;
import io.jevent.internal.http.IdleTimer;
import io.jevent.internal.http.Refusal;
import io.jevent.internal.http.RequestHead;
import io.jevent.internal.http.Settings;
import io.jevent.internal.http.Takeover;
import io.jevent.internal.netty.NettyLoop;
import io.jevent.internal.netty.SocketAccess;
import io.jevent.internal.netty.StreamChannel;
import io.jevent.socket.StreamSocket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslHandler;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/*
 * One greenlet serves a connection, one request after the other. The decoder runs in the hub's turn and puts heads and
 * chunks into a queue; the greenlet takes them from there, and waits when the queue is empty. While the queue holds
 * something, a further request costs no switch and no flush.
 *
 * After a second without a request the connection may rest: its greenlet and all objects of HTTP end, and the server has
 * another HttpConnection and greenlet for the next request.
 *
 * How the greenlet learns that the client has left: a wait for a head or a body ends with the input; a wait for the
 * client to read goes on, since a client may end its own output first; any other wait is the handler's, and its result
 * has no use any more, so the exit is thrown into it.
 */
/** A connection in HTTP/1.1 or HTTP/1.0, and the greenlet that serves it. */
public final class HttpConnection extends ChannelInboundHandlerAdapter {

    private static final long LINGER_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int LINGER_BYTES = 1024 * 1024;
    private static final long FOR_EVER = Long.MAX_VALUE;

    /** The time without a request after which a connection rests. */
    private static final long REST_NANOS = Duration.ofSeconds(1).toNanos();

    private static final byte[] NOTHING = {};
    private static final Refusal TOO_LARGE = new Refusal(413, "the body is too large");
    private static final Refusal TOO_MANY = new Refusal(503, "too many requests at once");
    private static final Refusal SLOW_HEAD = new Refusal(408, "the head of the request took too long");

    private final Engine engine;
    private final StreamSocket socket;
    private final StreamChannel stream;
    private final Channel channel;
    private final NettyLoop loop;
    private final HubHttpState hubState;
    private final Incoming input;
    private final Output output;
    private final StrictDecoder decoder;
    private final IdleTimer timer;
    private final RawGreenlet greenlet;
    private final boolean mayRest;
    private ConnectionState state;

    /** Whether the limit that runs in IDLE is that before the rest. */
    private boolean restsNext;

    /** Whether the client has ended its output; independent of the state, and never reset. */
    private boolean inputEnded;

    /** Whether the server stops; independent of the state, and never reset. */
    private boolean draining;

    private @Nullable ChannelHandlerContext context;
    private @Nullable GreenletExit gone;

    /**
     * Takes over a connection, for the greenlet that calls and then serves it.
     *
     * @param engine the server
     * @param socket the connection, of the hub of this greenlet
     * @param mayRest whether {@link #serve} may return because there is no request
     * @param rested whether it has done so for this connection
     */
    public HttpConnection(Engine engine, StreamSocket socket, boolean mayRest, boolean rested) {
        this.engine = engine;
        this.socket = socket;
        this.mayRest = mayRest && engine.settings().idleNanos() > REST_NANOS;
        state = rested ? ConnectionState.IDLE : ConnectionState.HEAD;
        stream = SocketAccess.channelOf(socket);
        channel = stream.channel();
        loop = NettyLoop.current();
        hubState = HubHttpState.of(loop.hub());
        input = new Incoming(loop, this, channel, engine.settings().limits(), hubState);
        decoder = input.decoder();
        if (engine.settings().http2() && stream.tls() == null && !rested) {
            decoder.allowPreface();
        }
        output = new Output(loop, this, hubState);
        timer = new IdleTimer(loop.hub(), this::tooLate);
        greenlet = CurrentGreenlet.require("a connection that speaks HTTP");
    }

    Engine engine() {
        return engine;
    }

    Incoming input() {
        return input;
    }

    HubHttpState hubState() {
        return hubState;
    }

    Output output() {
        return output;
    }

    StreamChannel stream() {
        return stream;
    }

    Channel channel() {
        return channel;
    }

    /**
     * Serves requests until there are no more, and closes the connection; leaves it open if the client begins with the
     * preface of HTTP/2 (RFC 9113, 3.3), and the server allows that, or if it may {@link #rest}.
     *
     * @return the bytes of the preface that were read; empty if the connection was served
     */
    public byte[] serve() {
        try {
            loop.inTurn(this::install);
            serveRequests();
            if (state != ConnectionState.UPGRADED && !isPassedOn()) {
                end();
            }
        } catch (SocketTimeoutException _) {
            reset();
        } catch (IOException _) {
            // the client has left
        } finally {
            if (state != ConnectionState.UPGRADED) {
                uninstall();
            }
            if (isPassedOn()) {
                channel.config().setAutoRead(!inputEnded);
            } else {
                socket.close();
            }
        }
        return state == ConnectionState.PREFACE ? StrictDecoder.prefaceLine() : NOTHING;
    }

    private boolean isPassedOn() {
        return state == ConnectionState.PREFACE || state == ConnectionState.RESTING;
    }

    /**
     * Returns how long the connection may rest.
     *
     * @return the rest of the idle limit in nanoseconds, {@link Long#MAX_VALUE} for no limit; 0 if {@link #serve} has
     *     returned for another reason than that there was no request
     */
    public long rest() {
        if (state != ConnectionState.RESTING) {
            return 0;
        }
        long idle = engine.settings().idleNanos();
        return idle == FOR_EVER ? FOR_EVER : idle - REST_NANOS;
    }

    /** Makes the response in flight the last one; ends a connection without a request. Never blocks. */
    public void drain() {
        draining = true;
        Takeover other = takeover();
        if (other != null) {
            other.drain();
        }
        if (awaitsRequest() && input.isEmpty() && !decoder.headHasBegun()) {
            input.signal(null);
        }
    }

    private boolean awaitsRequest() {
        return (state == ConnectionState.HEAD || state == ConnectionState.IDLE) && input.isWaitedFor();
    }

    private @Nullable Takeover takeover() {
        return state == ConnectionState.UPGRADED ? channel.attr(Takeover.KEY).get() : null;
    }

    boolean isDraining() {
        return draining;
    }

    private void install() {
        ChannelPipeline pipeline = channel.pipeline();
        String next = pipeline.context(stream).name();
        pipeline.addBefore(next, null, decoder);
        pipeline.addBefore(next, null, this);
        if (stream.input().hasEnded()) {
            inputEnded = true;
        }
        ChannelHandlerContext entrance = pipeline.context(decoder);
        ByteBuf early = stream.input().takeAll();
        if (early != null) {
            pass(entrance, early);
        }
    }

    private void pass(ChannelHandlerContext to, ByteBuf bytes) {
        try {
            decoder.channelRead(to, bytes);
        } catch (Exception e) {
            failed(e);
        }
        input.regulate();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        output.attach(added);
    }

    /** Removes HTTP from the pipeline; bytes that were not decoded go on to the socket. */
    private void uninstall() {
        timer.cancel();
        if (context != null && !context.isRemoved()) {
            channel.pipeline().remove(decoder);
            channel.pipeline().remove(this);
        }
        output.drop();
        input.clear();
    }

    /**
     * Serves requests until there are no more. The first wait is outside of the loop, so that the frame of a connection
     * that was never asked executes no code after the switch that the compiler has never seen run.
     */
    private void serveRequests() throws IOException {
        serveWhile(serveNext());
    }

    private void serveWhile(boolean first) throws IOException {
        boolean again = first;
        while (again) {
            again = serveNext();
        }
    }

    /** Serves the next request if there is one, or waits; returns whether the connection goes on. */
    private boolean serveNext() throws IOException {
        return switch (input.poll()) {
            case null -> awaitRequest();
            case RequestHead head -> serveCounted(head);
            case Refusal refusal
            when refusal == StrictDecoder.PREFACE -> {
                state = ConnectionState.PREFACE;
                yield false;
            }
            case Refusal refusal -> serve(new Http1Exchange(this, null), refusal);
            case BodyChunk chunk -> {
                chunk.bytes().release();
                yield false;
            }
            default -> throw new IllegalStateException("an unknown item of the decoder");
        };
    }

    /** Serves a request. Its head counts as memory of the input until then. */
    private boolean serveCounted(RequestHead head) throws IOException {
        try {
            return serve(head);
        } finally {
            input.taken(head.weight());
        }
    }

    /** Waits between requests; returns false if there will be none. */
    private boolean awaitRequest() {
        output.flush();
        boolean headHasBegun = decoder.headHasBegun();
        if (inputEnded || output.isBroken() || (draining && !headHasBegun)) {
            state = ConnectionState.CLOSING;
        }
        if (state == ConnectionState.CLOSING || (state == ConnectionState.RESTING && !headHasBegun)) {
            return false;
        }
        if (headHasBegun) {
            state = ConnectionState.HEAD;
        }
        Settings settings = engine.settings();
        if (state == ConnectionState.HEAD) {
            timer.begin(settings.headNanos());
        } else {
            restsNext = mayRest && output.isSent();
            timer.begin(restsNext ? REST_NANOS : settings.idleNanos());
        }
        try {
            var _ = input.await(FOR_EVER);
            return true;
        } finally {
            timer.pause();
        }
    }

    private boolean serve(RequestHead head) throws IOException {
        state = ConnectionState.ADMITTING;
        loop.consumeBudget();
        output.awaitRoom();
        var exchange = new Http1Exchange(this, head);
        boolean tooLarge = head.bodyLength > engine.settings().limits().body()
                && head.bodyLength > engine.application().maxBody(exchange);
        return serve(exchange, tooLarge ? TOO_LARGE : engine.enter() ? null : TOO_MANY);
    }

    private boolean serve(Http1Exchange exchange, @Nullable Refusal refusal) throws IOException {
        state = refusal == null ? ConnectionState.SERVING : ConnectionState.REFUSING;
        if (inputEnded) {
            clientLeft();
        }
        try {
            if (refusal == null) {
                engine.application().serve(exchange);
            } else {
                engine.application().refused(exchange, refusal);
            }
            exchange.response().end();
            tookOver(exchange, null);
        } catch (Throwable t) {
            failed(exchange, CurrentGreenlet.unwrapSignal(t));
        } finally {
            if (state != ConnectionState.UPGRADED) {
                endServing(ConnectionState.SKIPPING);
            }
            forgetGone();
        }
        return finish(exchange);
    }

    /** Lets the protocol that took over the connection end it; returns false if there is none. */
    private boolean tookOver(Http1Exchange exchange, @Nullable Throwable failure) {
        Takeover other = takeover();
        if (other == null) {
            return false;
        }
        other.handled(failure, t -> engine.application().report(exchange, other, t));
        return true;
    }

    /** Moves on to another state; from then on the request does not count as in flight. */
    private void endServing(ConnectionState next) {
        if (state == ConnectionState.SERVING) {
            engine.leave();
        }
        state = next;
    }

    private void failed(Http1Exchange exchange, Throwable failure) {
        if (tookOver(exchange, failure)) {
            return;
        }
        if (failure instanceof GreenletExit || (output.isBroken() && failure instanceof IOException)) {
            exchange.response().abort();
        } else {
            engine.application().failed(exchange, failure);
            exchange.response().endOrAbort();
        }
    }

    private boolean finish(Http1Exchange exchange) throws IOException {
        exchange.close();
        engine.application().ended(exchange);
        if (state == ConnectionState.UPGRADED) {
            return false;
        }
        if (exchange.response().isAborted()) {
            exchange.discardBody();
            state = ConnectionState.CLOSING;
            abort(exchange);
            return false;
        }
        if (!exchange.skipBody()) {
            state = ConnectionState.UNREAD;
            return false;
        }
        if (exchange.wantsUpgrade()) {
            resumeDecoder();
        }
        boolean again = exchange.response().keepsAlive();
        state = again ? ConnectionState.IDLE : ConnectionState.CLOSING;
        return again;
    }

    private void resumeDecoder() throws IOException {
        try {
            decoder.resume();
            input.regulate();
        } catch (Exception e) {
            throw new IOException("cannot continue after a request for another protocol: " + this, e);
        }
    }

    /** Ends a connection whose client may still be reading, and sending. */
    private void end() throws IOException {
        output.awaitSent();
        if ((state == ConnectionState.UNREAD || !input.isEmpty()) && !inputEnded) {
            linger();
        }
    }

    /*
     * Closing a socket with unread input resets the connection, and the client may lose the response before it has read
     * it (RFC 9112, 9.6). So the output is shut down first, and the input is read for a while.
     */
    private void linger() throws IOException {
        stream.shutdownOutput();
        long end = loop.hub().now() + LINGER_NANOS;
        state = ConnectionState.LINGERING;
        input.discard();
        while (!inputEnded && decoder.discarded() < LINGER_BYTES) {
            long left = end - loop.hub().now();
            if (left <= 0 || WaitList.timedOut(input.await(left))) {
                return;
            }
        }
    }

    /** Ends a connection after an incomplete response: the client must not take it for a complete one. */
    private void abort(Http1Exchange exchange) {
        output.flush();
        if (exchange.response().endsWithConnection() || output.isBroken()) {
            reset();
        }
    }

    private void reset() {
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
    }

    private void tooLate() {
        if (decoder.headHasBegun()) {
            input.add(SLOW_HEAD);
        } else {
            state = restsNext && state == ConnectionState.IDLE ? ConnectionState.RESTING : ConnectionState.CLOSING;
            input.signal(null);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        if (message instanceof ByteBuf bytes) {
            from.fireChannelRead(bytes);
            return;
        }
        input.add(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext from) {
        if (state == ConnectionState.IDLE && input.isWaitedFor() && decoder.headHasBegun()) {
            state = ConnectionState.HEAD;
            timer.begin(engine.settings().headNanos());
        }
        input.regulate();
        if (state == ConnectionState.LINGERING && decoder.discarded() >= LINGER_BYTES) {
            input.signal(null);
        }
        from.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext from) {
        output.changed();
        from.fireChannelWritabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnds();
        }
        from.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        output.failed(new EOFException("the connection was closed"));
        inputEnds();
        from.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        failed(cause);
    }

    void failed(Throwable cause) {
        output.failed(cause);
        inputEnds();
    }

    boolean inputHasEnded() {
        return inputEnded;
    }

    boolean hasEnded() {
        return inputEnded || state == ConnectionState.CLOSING;
    }

    private void inputEnds() {
        inputEnded = true;
        if (input.isWaitedFor()) {
            input.signal(null);
        } else if (!output.isWaitedFor()) {
            clientLeft();
        }
    }

    /** Called after a wait for the client to read, during which the client may have left. */
    void outputGoesOn() {
        if (inputEnded) {
            clientLeft();
        }
    }

    private void clientLeft() {
        boolean handles = state == ConnectionState.SERVING || state == ConnectionState.REFUSING;
        if (handles && gone == null && engine.settings().leavingEnds()) {
            gone = engine.application().clientGone("the client left: " + this);
            greenlet.interrupt(gone);
        }
    }

    private void forgetGone() {
        GreenletExit exit = gone;
        if (exit != null) {
            gone = null;
            var _ = CurrentGreenlet.cancelPending(exit);
        }
    }

    /** Wakes the readers of a body, whose handler has ended. */
    void wakeReaders() {
        input.signal(null);
    }

    /** Returns whether the connection uses TLS. */
    boolean isSecure() {
        return channel.pipeline().get(SslHandler.class) != null;
    }

    /**
     * Converts {@code exit}, which ended a wait of a method that sends, into an {@link IOException} if it means that
     * the client has left; throws any other exit.
     */
    IOException lostOr(GreenletExit exit) {
        if (exit != gone) {
            throw exit;
        }
        return output.lost(new EOFException("the client left"));
    }

    /** Takes HTTP off the connection, after a response that announces it; returns the plain socket. */
    StreamSocket upgrade() throws IOException {
        output.awaitSent();
        endServing(ConnectionState.UPGRADED);
        uninstall();
        if (!inputEnded) {
            channel.config().setAutoRead(true);
        }
        return socket;
    }

    @Override
    public String toString() {
        return "HTTP on " + stream;
    }
}
