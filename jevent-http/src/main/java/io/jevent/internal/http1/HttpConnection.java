// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http1;

import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.RawGreenlet;
import io.jevent.hub.WaitList;
import io.jevent.internal.http.BadBodyException;
import io.jevent.internal.http.BodyChunk;
import io.jevent.internal.http.Engine;
import io.jevent.internal.http.IdleTimer;
import io.jevent.internal.http.Refusal;
import io.jevent.internal.http.Takeover;
import io.jevent.internal.netty.NettyLoop;
import io.jevent.internal.netty.Pace;
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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/*
 * One greenlet serves a connection, one request after the other. The decoder works in the hub's turn and puts what it
 * makes into a queue; the greenlet takes it from there and waits when there is nothing. As long as the queue holds
 * something, a further request costs no switch and no flush.
 *
 * Who is told that the client has left: the greenlet that waits for a head or a body sees the end of the input; one that
 * waits for the client to read goes on waiting, since a client may end its own output first; any other wait is the
 * handler's own, and what it waits for is of no use any more, so the exit is thrown into it.
 */
/** A connection that speaks HTTP, and the greenlet that serves it. */
public final class HttpConnection extends ChannelInboundHandlerAdapter {

    private static final long LINGER_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int LINGER_BYTES = 1024 * 1024;
    private static final long FOR_EVER = Long.MAX_VALUE;
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
    private final IdleTimer watch;
    private final RawGreenlet greenlet;
    private boolean idle;
    private boolean headIsTimed;
    private boolean inputEnded;
    private boolean closing;
    private boolean unread;
    private boolean upgraded;
    private boolean served;
    private boolean counted;
    private boolean draining;
    private boolean lingering;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Http1Exchange current;
    private @Nullable GreenletExit gone;

    /**
     * Takes over a connection, for the greenlet that calls and then serves it.
     *
     * @param engine the server
     * @param socket the connection, of the hub of this greenlet
     */
    public HttpConnection(Engine engine, StreamSocket socket) {
        this.engine = engine;
        this.socket = socket;
        stream = SocketAccess.channelOf(socket);
        channel = stream.channel();
        loop = NettyLoop.current();
        hubState = HubHttpState.of(loop.hub());
        input = new Incoming(loop, this, channel, engine.settings().limits(), hubState);
        decoder = input.decoder();
        output = new Output(loop, this, hubState);
        watch = new IdleTimer(loop.hub(), this::tooLate);
        greenlet = CurrentGreenlet.require("a connection that speaks HTTP");
    }

    Engine engine() {
        return engine;
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

    /** Serves requests until there are no more; the connection is closed then. */
    public void serve() {
        try {
            install();
            serveRequests();
            if (!upgraded) {
                end();
            }
        } catch (SocketTimeoutException _) {
            reset();
        } catch (IOException _) {
            // the client has gone
        } finally {
            if (!upgraded) {
                uninstall();
            }
            socket.close();
        }
    }

    /** Makes the answer that is being made the last one; a connection without a request ends. Never waits. */
    public void drain() {
        draining = true;
        Takeover other = takeover();
        if (other != null) {
            other.drain();
        }
        if (idle && input.isEmpty() && !decoder.headHasBegun()) {
            input.signal(null);
        }
    }

    private @Nullable Takeover takeover() {
        return upgraded ? channel.attr(Takeover.KEY).get() : null;
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

    /** Takes HTTP out of the pipeline; what came and was not decoded goes on to the socket. */
    private void uninstall() {
        watch.cancel();
        if (context != null && !context.isRemoved()) {
            channel.pipeline().remove(decoder);
            channel.pipeline().remove(this);
        }
        output.drop();
        input.clear();
    }

    private void serveRequests() throws IOException {
        boolean again = true;
        while (again) {
            switch (input.poll()) {
                case null -> again = awaitRequest();
                case RequestHead head -> again = serveCounted(head);
                case Refusal refusal -> again = serve(new Http1Exchange(this, null), refusal);
                case BodyChunk chunk -> {
                    chunk.bytes().release();
                    again = false;
                }
                default -> throw new IllegalStateException("an unknown item of the decoder");
            }
        }
    }

    /** The head counts as memory of the input until its request has ended. */
    private boolean serveCounted(RequestHead head) throws IOException {
        try {
            return serve(head);
        } finally {
            input.taken(head.weight());
        }
    }

    /** Waits between requests; false if there will be none. */
    private boolean awaitRequest() {
        output.flush();
        if (closing || inputEnded || output.isBroken() || (draining && !decoder.headHasBegun())) {
            return false;
        }
        headIsTimed = decoder.headHasBegun() || !served;
        watch.begin(
                headIsTimed ? engine.settings().headNanos() : engine.settings().idleNanos());
        idle = true;
        try {
            var _ = input.await(FOR_EVER);
            return true;
        } finally {
            idle = false;
            watch.pause();
        }
    }

    private boolean serve(RequestHead head) throws IOException {
        served = true;
        loop.consumeBudget();
        output.awaitRoom();
        Refusal refusal = null;
        if (head.bodyLength > engine.settings().limits().body()) {
            refusal = TOO_LARGE;
        } else if (engine.enter()) {
            counted = true;
        } else {
            refusal = TOO_MANY;
        }
        return serve(new Http1Exchange(this, head), refusal);
    }

    private boolean serve(Http1Exchange exchange, @Nullable Refusal refusal) throws IOException {
        current = exchange;
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
            failed(exchange, CurrentGreenlet.surface(t));
        } finally {
            leave();
            current = null;
            forgetGone();
        }
        return finish(exchange);
    }

    /** Lets what took over the connection end it; whether there is such a thing. */
    private boolean tookOver(Http1Exchange exchange, @Nullable Throwable failure) {
        Takeover other = takeover();
        if (other == null) {
            return false;
        }
        other.handled(failure, t -> engine.application().report(exchange, other, t));
        return true;
    }

    /** The request is none any more. */
    private void leave() {
        if (counted) {
            counted = false;
            engine.leave();
        }
    }

    private void failed(Http1Exchange exchange, Throwable failure) {
        if (tookOver(exchange, failure)) {
            return;
        }
        if (failure instanceof GreenletExit) {
            exchange.response().abort();
            if (failure != gone) {
                closing = true;
            }
        } else if (output.isBroken() && failure instanceof IOException) {
            exchange.response().abort();
        } else {
            engine.application().failed(exchange, failure);
            exchange.response().endOrAbort();
        }
    }

    private boolean finish(Http1Exchange exchange) throws IOException {
        exchange.close();
        engine.application().ended(exchange);
        if (upgraded) {
            return false;
        }
        if (exchange.response().isAborted()) {
            exchange.discardBody();
            abort(exchange);
            return false;
        }
        if (!exchange.skipBody()) {
            unread = true;
            return false;
        }
        if (exchange.wantsUpgrade()) {
            resumeDecoder();
        }
        return exchange.response().keepsAlive();
    }

    private void resumeDecoder() throws IOException {
        try {
            decoder.resume();
            input.regulate();
        } catch (Exception e) {
            throw new IOException("cannot go on after a request for another protocol: " + this, e);
        }
    }

    /** Ends a connection whose client may still be reading, and sending. */
    private void end() throws IOException {
        output.awaitSent();
        if ((unread || !input.isEmpty()) && !inputEnded) {
            linger();
        }
    }

    /*
     * A socket that is closed while something that came was not read resets the connection, and the client may lose the
     * answer that it has not read yet. So first say that no more will be sent, and read what comes for a while.
     */
    private void linger() throws IOException {
        stream.shutdownOutput();
        long end = loop.hub().now() + LINGER_NANOS;
        lingering = true;
        input.discard();
        while (!inputEnded && decoder.discarded() < LINGER_BYTES) {
            long left = end - loop.hub().now();
            if (left <= 0 || WaitList.timedOut(input.await(left))) {
                return;
            }
        }
    }

    /** An answer was begun and cannot be ended: the client must not take what it has for the whole. */
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
            closing = true;
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
        if (idle && !headIsTimed && decoder.headHasBegun()) {
            headIsTimed = true;
            watch.begin(engine.settings().headNanos());
        }
        input.regulate();
        if (lingering && decoder.discarded() >= LINGER_BYTES) {
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

    boolean hasEnded() {
        return inputEnded || closing;
    }

    private void inputEnds() {
        inputEnded = true;
        if (input.isWaitedFor()) {
            input.signal(null);
        } else if (!output.isWaitedFor()) {
            clientLeft();
        }
    }

    /** After a wait for the client to read. */
    void outputGoesOn() {
        if (inputEnded) {
            clientLeft();
        }
    }

    private void clientLeft() {
        if (current != null && gone == null && !upgraded && engine.settings().leavingEnds()) {
            gone = engine.application().clientGone("the client left: " + this);
            greenlet.interrupt(gone);
        }
    }

    private void forgetGone() {
        GreenletExit exit = gone;
        if (exit != null) {
            gone = null;
            var _ = CurrentGreenlet.retract(exit);
        }
    }

    /** Has those that wait for the body look again. */
    void wakeReaders() {
        input.signal(null);
    }

    /**
     * Waits for the next chunk of the body, which begins at {@code position}; the end of {@code reading}, the exchange
     * whose handler reads, ends the wait.
     */
    BodyChunk nextChunk(@Nullable Http1Exchange reading, long position, Pace pace) throws IOException {
        boolean late = false;
        while (true) {
            if (reading != null) {
                reading.requireOpen();
            }
            BodyChunk chunk = input.pollChunk();
            if (chunk != null) {
                pace.moved(chunk.bytes().readableBytes());
                return chunk;
            }
            if (inputEnded) {
                throw new BadBodyException(
                        Refusal.bad("unexpected end of file while reading request at position " + position), null);
            }
            if (late) {
                throw new BadBodyException(new Refusal(408, "the client " + pace.failure("sent")), null);
            }
            input.refuseSecond(this, "read the body from");
            output.flush();
            long begun = loop.hub().now();
            late = WaitList.timedOut(input.await(pace.left()));
            pace.waited(loop.hub().now() - begun);
        }
    }

    /** Ends the use of a chunk. */
    void taken(int weight) {
        input.taken(weight);
    }

    /** Whether something of the body has come. */
    boolean hasContent() {
        return input.hasChunk();
    }

    /** Whether the bytes go through TLS. */
    boolean isSecure() {
        return channel.pipeline().get(SslHandler.class) != null;
    }

    void sendFile(FileChannel file, long position, long count) throws IOException {
        output.awaitSent();
        if (isSecure()) {
            copyFile(file, position, count);
            return;
        }
        try {
            if (stream.output().sendFile(file, position, count, output.pace()) < count) {
                throw new EOFException("the file became shorter while it was sent: " + this);
            }
        } catch (GreenletExit exit) {
            throw lostOr(exit);
        }
    }

    /**
     * Returns the failure of a wait of a method that sends, which {@code exit} ended: such a method tells of a client
     * that has left by an {@link IOException}. Any other exit is thrown.
     */
    IOException lostOr(GreenletExit exit) {
        if (exit != gone) {
            throw exit;
        }
        return output.lost(new EOFException("the client left"));
    }

    /** Through the memory of this program, for TLS. */
    private void copyFile(FileChannel file, long position, long count) throws IOException {
        var piece = ByteBuffer.allocate((int) Math.min(count, Output.CHUNK));
        long done = 0;
        while (done < count) {
            piece.clear().limit((int) Math.min(count - done, Output.CHUNK));
            int n = file.read(piece, position + done);
            if (n < 0) {
                throw new EOFException("the file became shorter while it was sent: " + this);
            }
            output.add(piece.array(), 0, n);
            output.flush();
            output.awaitRoom();
            done += n;
        }
    }

    /** Takes HTTP off the connection, after the answer that says so; returns the plain socket. */
    StreamSocket upgrade() throws IOException {
        output.awaitSent();
        upgraded = true;
        leave();
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
