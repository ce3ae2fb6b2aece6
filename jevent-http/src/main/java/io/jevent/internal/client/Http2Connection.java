// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.client;

import io.jevent.hub.DirectCallback;
import io.jevent.hub.Hub;
import io.jevent.hub.Timer;
import io.jevent.internal.http2.FrameBudget;
import io.jevent.internal.netty.NettyLoop;
import io.jevent.socket.StreamSocket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.collection.IntObjectHashMap;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * The codec runs in the hub's turn and changes the state of the exchanges, whose greenlets it wakes. The frames of a turn of
 * the hub share one flush, and so one system call.
 *
 * A connection is OPEN; RETIRED after a GOAWAY, or when its stream numbers are used up: exchanges in flight go on, and it is
 * closed after the last of them; or CLOSED.
 */
/** A connection in HTTP/2: many exchanges at once. */
final class Http2Connection extends ClientConnection {

    /** The silence after which a connection is probed when it is used again. */
    private static final long QUIET_NANOS = Duration.ofSeconds(5).toNanos();

    private static final Duration PROBE_TIME = Duration.ofSeconds(5);
    private static final long PROBE = 0x6a6576656e743f00L;

    private enum Phase {
        OPEN,
        RETIRED,
        CLOSED
    }

    private final NettyLoop loop;
    private final Channel channel;
    private final Http2Codec codec;
    private final FrameBudget budget;
    private final IntObjectHashMap<Http2ClientExchange> exchanges = new IntObjectHashMap<>();
    private final DirectCallback flusher = this::flushInTurn;
    private Phase phase = Phase.OPEN;
    private boolean scheduled;

    /** The exchanges that have sent nothing. */
    private int reserved;

    private boolean configured;
    private long heardAt;
    private @Nullable Timer probe;

    private Http2Connection(OriginPool pool, StreamSocket socket) {
        super(pool, socket);
        loop = pool.pool().loop();
        channel = stream().channel();
        budget = new FrameBudget(loop.hub());
        codec = Http2Codec.of(this);
        heardAt = loop.hub().now();
    }

    static Http2Connection open(OriginPool pool, StreamSocket socket) throws IOException {
        var connection = new Http2Connection(pool, socket);
        connection.install();
        return connection;
    }

    private void install() throws IOException {
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addBefore(pipeline.context(stream()).name(), null, codec);
        try {
            Http2Stream whole = codec.connection().connectionStream();
            int more = (Http2Codec.MAX_STREAMS - 1) * Http2Codec.STREAM_WINDOW;
            codec.decoder().flowController().incrementWindowSize(whole, more);
            ByteBuf early = stream().input().takeAll();
            if (early != null) {
                codec.channelRead(context(), early);
            }
        } catch (Exception e) {
            throw new IOException("cannot begin HTTP/2 on " + stream() + ": " + e.getMessage(), e);
        }
        if (stream().input().hasEnded()) {
            throw new EOFException("the server closed the connection: " + stream());
        }
        flush();
    }

    NettyLoop loop() {
        return loop;
    }

    Hub hub() {
        return loop.hub();
    }

    Http2Codec codec() {
        return codec;
    }

    Channel channel() {
        return channel;
    }

    FrameBudget budget() {
        return budget;
    }

    ChannelHandlerContext context() {
        ChannelHandlerContext context = channel.pipeline().context(codec);
        if (context == null) {
            throw new IllegalStateException("HTTP/2 has ended on " + stream());
        }
        return context;
    }

    boolean isOpen() {
        return phase != Phase.CLOSED && channel.isActive() && channel.pipeline().context(codec) != null;
    }

    @Override
    ClientExchange exchange(Outgoing request, CallClock clock) throws IOException {
        if (!hasRoom()) {
            throw new UnprocessedException("the connection takes no further request: " + this, null);
        }
        counted();
        probeIfQuiet();
        reserved++;
        return new Http2ClientExchange(this, request, clock);
    }

    /** Returns the number of the stream of an exchange, which sends its head now: numbers must rise on the wire. */
    int number(Http2ClientExchange exchange) throws UnprocessedException {
        int id = codec.connection().local().incrementAndGetNextStreamId();
        if (id < 0) {
            retire();
            throw new UnprocessedException("the numbers of streams are used up: " + this, null);
        }
        reserved--;
        exchanges.put(id, exchange);
        return id;
    }

    @Override
    boolean hasRoom() {
        int most = configured ? codec.connection().local().maxActiveStreams() : Http2Codec.MAX_STREAMS;
        return isHealthy() && inFlight() < Math.min(most, Http2Codec.MAX_STREAMS);
    }

    @Override
    boolean isHealthy() {
        return phase == Phase.OPEN && isOpen();
    }

    @Override
    int inFlight() {
        return exchanges.size() + reserved;
    }

    @Override
    public boolean isHttp2() {
        return true;
    }

    @Nullable
    Http2ClientExchange exchange(int id) {
        return exchanges.get(id);
    }

    /** Called when an exchange has ended. */
    void ended(Http2ClientExchange exchange) {
        if (exchange.id() == 0) {
            reserved--;
        } else if (exchanges.remove(exchange.id()) == null) {
            return;
        }
        if (phase == Phase.OPEN) {
            pool().hasRoom(this);
        } else if (phase == Phase.RETIRED && inFlight() == 0) {
            close();
            pool().removed(this);
        }
    }

    private List<Http2ClientExchange> living() {
        return new ArrayList<>(exchanges.values());
    }

    private void retire() {
        if (phase == Phase.OPEN) {
            phase = Phase.RETIRED;
            pool().retired(this);
            if (inFlight() == 0) {
                close();
                pool().removed(this);
            }
        }
    }

    /** Called for a GOAWAY: the server has not processed the streams after {@code last}. */
    void goesAway(int last) {
        for (Http2ClientExchange exchange : living()) {
            if (exchange.id() > last) {
                exchange.fail(new UnprocessedException("the server has not processed the request: GOAWAY", null));
            }
        }
        retire();
    }

    /** Called when the server has reset a stream. */
    void reset(int id, long code) {
        Http2ClientExchange exchange = exchanges.get(id);
        if (exchange != null) {
            Http2Error error = Http2Error.valueOf(code);
            exchange.reset(error == null ? Http2Error.INTERNAL_ERROR : error);
        }
    }

    void streamFailed(int id, Http2Exception cause) {
        Http2ClientExchange exchange = exchanges.get(id);
        if (exchange != null) {
            exchange.fail(malformed(cause));
        }
    }

    static IOException malformed(Throwable cause) {
        var malformed = new ProtocolException("the server breaks HTTP/2: " + cause.getMessage());
        malformed.initCause(cause);
        return malformed;
    }

    /** Called when the server has broken the protocol; the codec has told it. */
    void broken(Throwable cause) {
        end(malformed(cause));
    }

    /** Called when the connection has failed or ended. */
    void lost(Throwable cause) {
        var lost = new SocketException("the connection was lost: " + cause.getMessage() + ": " + stream());
        lost.initCause(cause);
        end(lost);
    }

    private void end(IOException cause) {
        if (phase == Phase.CLOSED) {
            return;
        }
        phase = Phase.CLOSED;
        stopProbe();
        pool().retired(this);
        for (Http2ClientExchange exchange : living()) {
            exchange.fail(cause);
        }
        exchanges.clear();
        socket().close();
        pool().removed(this);
    }

    @Override
    void close() {
        if (phase == Phase.CLOSED) {
            return;
        }
        if (isOpen()) {
            var _ = codec.goAway(context(), 0, Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER, channel.newPromise());
            flush();
        }
        end(new SocketException("the client has closed the connection: " + stream()));
    }

    void settingsChanged(Http2Settings settings) {
        configured = true;
        outputChanged();
        if (hasRoom()) {
            pool().hasRoom(this);
        }
    }

    /** Called when a window or the channel may have room. */
    void outputChanged() {
        for (Http2ClientExchange exchange : exchanges.values()) {
            exchange.changed();
        }
    }

    /** Called for each frame. */
    void alive() {
        heardAt = hub().now();
        stopProbe();
    }

    private void stopProbe() {
        Timer waiting = probe;
        if (waiting != null) {
            probe = null;
            waiting.cancel();
        }
    }

    /** Sends a ping before the request if nothing was heard for a while: the way to the server may be gone. */
    private void probeIfQuiet() {
        if (probe == null && hub().now() - heardAt > QUIET_NANOS) {
            var _ = codec.encoder().writePing(context(), false, PROBE, channel.newPromise());
            flushSoon();
            probe = hub().schedule(PROBE_TIME, () -> {
                probe = null;
                lost(new EOFException("the server does not answer"));
            });
        }
    }

    void flush() {
        if (isOpen()) {
            codec.flush(context());
        }
    }

    /** Schedules a flush for the end of the hub's turn, when more frames may be ready. */
    void flushSoon() {
        if (!scheduled) {
            scheduled = true;
            var _ = hub().runCallback(flusher);
        }
    }

    private void flushInTurn() {
        scheduled = false;
        flush();
    }
}
