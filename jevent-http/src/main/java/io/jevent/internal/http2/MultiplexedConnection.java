// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http2;

import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Hub;
import io.jevent.hub.HubErrorHandler;
import io.jevent.hub.WaitList;
import io.jevent.internal.http.Engine;
import io.jevent.internal.http.HeadCheck;
import io.jevent.internal.http.HeaderList;
import io.jevent.internal.http.IdleTimer;
import io.jevent.internal.http.Limits;
import io.jevent.internal.http.Refusal;
import io.jevent.internal.http.RequestHead;
import io.jevent.internal.netty.NettyLoop;
import io.jevent.internal.netty.SocketAccess;
import io.jevent.internal.netty.StreamChannel;
import io.jevent.internal.netty.WaitPoint;
import io.jevent.socket.StreamSocket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.collection.IntObjectHashMap;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * The codec runs in the hub's turn. The connection's greenlet waits for streams, starts a greenlet for each, and at the end
 * waits for all of them; its phases:
 *
 *   OPEN ------- the server stops ------------------------------> DRAINING
 *   DRAINING --- the client has confirmed, or 250 ms passed ----> LAST
 *   OPEN ------- the client sends GOAWAY, or idles too long ----> LAST
 *   any -------- the client breaks the protocol ----------------> FAILED
 *
 * In DRAINING the client knows that it should open no more streams, but those on their way are served (RFC 9113, 6.8). In
 * LAST and FAILED the connection ends with its last stream.
 */
/** A connection in HTTP/2: many requests at once. */
public final class MultiplexedConnection {

    /** The memory of all heads of a connection, in units of the limit for the headers of one. */
    private static final int HEADS = 3;

    /** The size of the table for the headers of responses, whatever the client allows (RFC 7541, 4.2). */
    private static final long MAX_TABLE = 4096;

    private static final long DRAIN_NANOS = Duration.ofMillis(250).toNanos();
    private static final long LINGER_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int LINGER_BYTES = 1024 * 1024;
    private static final long FOR_EVER = Long.MAX_VALUE;
    private static final long DRAIN_PING = 0x6a6576656e740000L;
    private static final String STOPS = "the server stops";
    private static final int MAX_REASON = 200;
    private static final Refusal LINE_TOO_LONG = new Refusal(414, "the request line is too long");
    private static final Refusal HEAD_TOO_LONG = new Refusal(431, "the header lines are too long");

    private enum Phase {
        OPEN,
        DRAINING,
        LAST,
        FAILED
    }

    private final Engine engine;
    private final StreamSocket socket;
    private final byte[] early;
    private final StreamChannel stream;
    private final Channel channel;
    private final NettyLoop loop;
    private final FrameCodec codec;
    private final FrameBudget budget;
    private final FrameOutput output;
    private final IdleTimer timer;
    private final HeadCheck check = new HeadCheck();
    private final Arrivals arrivals;
    private final IntObjectHashMap<Http2Exchange> exchanges = new IntObjectHashMap<>();
    private final ArrayDeque<Http2Exchange> queue = new ArrayDeque<>();
    private Phase phase = Phase.OPEN;

    /** Whether the client has ended its output; independent of the phase, and never reset. */
    private boolean inputEnded;

    private boolean begun;

    /** Whether the input ends within a frame or a header block. */
    private boolean partial;

    private long idleUntil;

    /** Whether a greenlet for the queued streams was started and has not begun. */
    private boolean scheduled;

    /** Whether the connection's greenlet was killed, so that no more streams are served. */
    private boolean ending;

    private int heads;

    /** The wait point of the connection's greenlet. */
    private final class Arrivals extends WaitPoint {

        Arrivals(NettyLoop loop) {
            super(loop);
        }

        @Override
        protected boolean wouldNotBlock() {
            return needsGreenlet() || isOver();
        }

        @Override
        public String wokenBy() {
            return "the client sending";
        }

        @Override
        public String toString() {
            return "streams of " + MultiplexedConnection.this;
        }
    }

    /**
     * Takes over a connection, for the greenlet that calls and then serves it.
     *
     * @param engine the server
     * @param socket the connection, of the hub of this greenlet
     * @param early the bytes of the client's preface that were read already
     */
    public MultiplexedConnection(Engine engine, StreamSocket socket, byte[] early) {
        this.engine = engine;
        this.socket = socket;
        this.early = early;
        stream = SocketAccess.channelOf(socket);
        channel = stream.channel();
        loop = NettyLoop.current();
        budget = new FrameBudget(loop.hub());
        timer = new IdleTimer(loop.hub(), this::tooLate);
        arrivals = new Arrivals(loop);
        codec = FrameCodec.of(this, engine.settings().limits());
        output = new FrameOutput(loop.hub(), channel, codec, budget);
    }

    Engine engine() {
        return engine;
    }

    NettyLoop loop() {
        return loop;
    }

    Hub hub() {
        return loop.hub();
    }

    StreamChannel stream() {
        return stream;
    }

    FrameOutput output() {
        return output;
    }

    FrameBudget budget() {
        return budget;
    }

    boolean inputHasEnded() {
        return inputEnded;
    }

    /** Serves requests until there are no more, and closes the connection. */
    public void serve() {
        try {
            loop.inTurn(this::install);
            serveStreams();
            end();
        } finally {
            timer.cancel();
            killStreams();
            socket.close();
        }
    }

    private void install() {
        timer.begin(engine.settings().headNanos());
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addBefore(pipeline.context(stream).name(), null, codec);
        ByteBuf unread = stream.input().takeAll();
        if (stream.input().hasEnded()) {
            inputEnded = true;
        }
        decode(Unpooled.wrappedBuffer(early));
        if (unread != null) {
            decode(unread);
        }
        output.flush();
    }

    private void decode(ByteBuf bytes) {
        try {
            codec.channelRead(channel.pipeline().context(codec), bytes);
        } catch (Exception e) {
            failed(e);
        }
    }

    private void serveStreams() {
        while (!isOver()) {
            if (needsGreenlet()) {
                scheduled = true;
                new StreamGreenlet(this).start();
            } else {
                var _ = arrivals.await(FOR_EVER);
            }
        }
    }

    private boolean needsGreenlet() {
        return !scheduled && !queue.isEmpty();
    }

    /** Called when a greenlet that was started for queued streams has its turn, or will never have one. */
    void greenletBegins() {
        scheduled = false;
    }

    /** Takes the next stream to serve, or returns null; the others get a greenlet if the caller blocks. */
    @Nullable
    Http2Exchange nextStream() {
        while (true) {
            Http2Exchange next = queue.poll();
            if (next == null || !next.isLost()) {
                if (needsGreenlet()) {
                    signal();
                }
                return next;
            }
            ended(next);
        }
    }

    private boolean isOver() {
        return exchanges.isEmpty() && (inputEnded || phase == Phase.LAST || phase == Phase.FAILED);
    }

    /** Lets the client read the last frames: a socket that is closed with unread input is reset. */
    private void end() {
        codec.discard();
        long end = hub().now() + LINGER_NANOS;
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> signal());
        boolean waiting = true;
        while (waiting && output.pending() > 0) {
            waiting = awaitUntil(end);
        }
        try {
            stream.shutdownOutput();
        } catch (IOException _) {
            return; // the client has left
        }
        while (waiting && !inputEnded && codec.discarded() < LINGER_BYTES) {
            waiting = awaitUntil(end);
        }
    }

    private boolean awaitUntil(long end) {
        long left = end - hub().now();
        return left > 0 && !WaitList.timedOut(arrivals.await(left));
    }

    /** Ends the streams that are left, because the greenlet of the connection was killed. */
    private void killStreams() {
        ending = true;
        queue.removeIf(queued -> {
            ended(queued);
            return true;
        });
        for (Http2Exchange exchange : living()) {
            exchange.kill();
        }
        CurrentGreenlet.enterShield();
        try {
            while (!exchanges.isEmpty()) {
                var _ = arrivals.await(FOR_EVER);
            }
        } finally {
            CurrentGreenlet.exitShield();
        }
    }

    private List<Http2Exchange> living() {
        return new ArrayList<>(exchanges.values());
    }

    /** Asks the client to open no more streams, and ends the connection after those in flight. Never blocks. */
    public void drain() {
        if (phase == Phase.OPEN) {
            phase = Phase.DRAINING;
            output.goAway(Integer.MAX_VALUE, Http2Error.NO_ERROR, STOPS);
            output.ping(DRAIN_PING);
            timer.begin(DRAIN_NANOS);
            living().forEach(Http2Exchange::drain);
        }
    }

    void pingAnswered(long data) {
        if (phase == Phase.DRAINING && data == DRAIN_PING) {
            drained();
        }
    }

    private void drained() {
        phase = Phase.LAST;
        announceEnd(Http2Error.NO_ERROR, STOPS);
        signal();
    }

    private void announceEnd(Http2Error error, String reason) {
        output.goAway(codec.connection().remote().lastStreamCreated(), error, reason);
    }

    private void tooLate() {
        if (phase == Phase.DRAINING) {
            drained();
        } else {
            phase = Phase.LAST;
            if (begun) {
                announceEnd(Http2Error.NO_ERROR, "no requests");
            }
            signal();
        }
    }

    /** Called for the head of a request, or its trailers. */
    void headers(int id, Http2Headers headers, boolean end) throws Http2Exception {
        Http2Exchange open = exchanges.get(id);
        if (open == null) {
            request(codec.connection().stream(id), headers, end);
        } else if (!open.isLost()) {
            trailers(open, headers);
        }
    }

    private void request(Http2Stream from, Http2Headers headers, boolean end) throws Http2Exception {
        byte[] lines = HeadLines.request(from.id(), headers);
        int weight = RequestHead.weight(lines.length);
        Limits limits = engine.settings().limits();
        boolean full = heads > 0 && heads + weight > HEADS * limits.headerBytes();
        if (ending || full || exchanges.size() >= FrameCodec.MAX_STREAMS) {
            output.reset(from, Http2Error.REFUSED_STREAM);
            return;
        }
        Refusal refusal = refusalOf(lines, limits);
        RequestHead head = refusal == null ? new RequestHead(lines, check) : null;
        var exchange = new Http2Exchange(this, from, head, refusal, HeadLines.isConnect(headers));
        if (end) {
            exchange.received().end();
        }
        heads += exchange.weight();
        exchanges.put(from.id(), exchange);
        queue.add(exchange);
        if (phase != Phase.DRAINING) {
            timer.pause();
        }
        signal();
    }

    private @Nullable Refusal refusalOf(byte[] lines, Limits limits) {
        int line = 0;
        while (lines[line] != '\r') {
            line++;
        }
        return line > limits.requestLine()
                ? LINE_TOO_LONG
                : lines.length - line - 4 > limits.headerBytes() ? HEAD_TOO_LONG : check.check(lines, limits.headers());
    }

    private void trailers(Http2Exchange exchange, Http2Headers headers) throws Http2Exception {
        byte[] lines = HeadLines.trailers(exchange.stream().id(), headers);
        Limits limits = engine.settings().limits();
        Refusal refusal =
                lines.length - 2 > limits.headerBytes() ? HEAD_TOO_LONG : check.checkTrailers(lines, limits.headers());
        var fields = new HeaderList();
        if (refusal == null) {
            RequestHead.copyLines(lines, 0, fields);
        }
        exchange.received().end(fields, refusal);
    }

    @Nullable
    Http2Exchange exchange(int id) {
        return exchanges.get(id);
    }

    /** Called when a greenlet of a stream has ended, or will never run. */
    void ended(Http2Exchange exchange) {
        exchange.release();
        if (exchanges.remove(exchange.stream().id()) == null) {
            return;
        }
        heads -= exchange.weight();
        if (exchanges.isEmpty()) {
            if (phase == Phase.OPEN) {
                beginIdle();
            }
            signal();
        }
    }

    private void beginIdle() {
        long now = hub().now();
        long idle = engine.settings().idleNanos();
        idleUntil = idle > FOR_EVER - now ? FOR_EVER : now + idle;
        timer.begin(partial ? engine.settings().headNanos() : engine.settings().idleNanos());
    }

    /**
     * Called after input, with whether it ends within a frame or a header block: the time for the head of a request
     * then begins. Other frames do not extend the time without requests.
     */
    void inputEndsWithin(boolean frame) {
        if (partial == frame) {
            return;
        }
        partial = frame;
        if (begun && phase == Phase.OPEN && exchanges.isEmpty()) {
            timer.begin(frame ? engine.settings().headNanos() : Math.max(0, idleUntil - hub().now()));
        }
    }

    /** Called for the settings of the client. */
    void settings(Http2Settings settings) throws Http2Exception {
        Long table = settings.headerTableSize();
        if (table != null && table > MAX_TABLE) {
            codec.encoder().configuration().headersConfiguration().maxHeaderTableSize(MAX_TABLE);
        }
        if (!begun) {
            begun = true;
            if (exchanges.isEmpty() && phase == Phase.OPEN) {
                beginIdle();
            }
        }
        outputChanged();
    }

    void clientGoesAway() {
        if (phase == Phase.OPEN || phase == Phase.DRAINING) {
            phase = Phase.LAST;
            signal();
        }
    }

    void streamLost(int id) {
        Http2Exchange exchange = exchanges.get(id);
        if (exchange != null) {
            exchange.lost(new EOFException("the client has reset the stream"));
        }
    }

    void streamFailed(int id, Throwable cause) {
        Http2Exchange exchange = exchanges.get(id);
        if (exchange != null) {
            exchange.lost(cause);
        }
        if (!budget.spend(1)) {
            protocolFailed(Http2Error.ENHANCE_YOUR_CALM, new EOFException("too many failed streams"));
        }
    }

    /** Called when the client has broken the protocol: tells it why, and ends the connection. */
    void protocolFailed(Http2Error error, Throwable cause) {
        if (phase == Phase.FAILED) {
            return;
        }
        if (!(cause instanceof Http2Exception) && !(cause instanceof IOException)) {
            HubErrorHandler.report(hub(), this, cause);
        }
        String message = String.valueOf(cause.getMessage());
        announceEnd(error, message.substring(0, Math.min(MAX_REASON, message.length())));
        codec.discard();
        failed(cause);
    }

    /** Called when the connection has failed. */
    void failed(Throwable cause) {
        phase = Phase.FAILED;
        for (Http2Exchange exchange : living()) {
            exchange.lost(cause);
        }
        signal();
    }

    /** Resets the connection to a client that does not read. */
    void abort() {
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            var _ = channel.close();
        }
    }

    void inactive() {
        inputEnded = true;
        failed(new EOFException("the connection was closed"));
    }

    void inputEnds() {
        inputEnded = true;
        for (Http2Exchange exchange : living()) {
            exchange.inputEnded();
        }
        signal();
    }

    void signal() {
        arrivals.signal(null);
    }

    /** Called when a window or the channel may have room. */
    void outputChanged() {
        for (Http2Exchange exchange : exchanges.values()) {
            exchange.output().signal(null);
        }
    }

    @Override
    public String toString() {
        return "HTTP/2 on " + stream;
    }
}
