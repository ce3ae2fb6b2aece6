// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import io.jevent.hub.Hub;
import io.jevent.hub.Timer;
import io.jevent.internal.netty.NettyLoop;
import io.jevent.internal.netty.StreamChannel;
import io.jevent.internal.netty.WaitPoint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * The states of a connection:
 *
 *   OPEN ---------- close() or drain() ---------------> CLOSE_SENT      (sent)
 *   OPEN ---------- the peer's close arrived ---------> CLOSE_RECEIVED  (received)
 *   OPEN ---------- the peer violated the protocol ---> FAILED          (sent and received, output shut down)
 *   CLOSE_SENT ---- the peer's close arrived, or late > ENDED           (ended)
 *   CLOSE_RECEIVED  responded with a close, or late --> ENDED
 *   FAILED -------- the peer has closed, or late -----> ENDED
 *   any of them --- lost, or aborted -----------------> ENDED
 *
 * MessageIterator can be sent until a close is sent, and received until the peer's close arrives. The response to the peer's close
 * is sent when all messages before it were received and a greenlet asks for another one, or after a second, so that
 * responses to the last messages are still sent. At the end the socket is closed here, whatever the handler does.
 */
/**
 * The state of a WebSocket from its opening to its end, and the closing handshake, RFC 6455, 7.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
final class CloseHandshake {

    private static final long LINGER_NANOS = Duration.ofSeconds(1).toNanos();

    private final WebSocketConnection connection;
    private final Hub hub;
    private final Channel channel;
    private final StreamChannel stream;
    private final long closeNanos;
    private final End end;
    private final Set<Runnable> afterwards = new LinkedHashSet<>(2);
    private @Nullable CloseStatus sent;
    private @Nullable CloseStatus received;
    private @Nullable CloseStatus ended;
    private @Nullable Timer closeTimer;
    private boolean responded;
    private boolean shutDown;

    /** Whether all input but a close is dropped. */
    private boolean deaf;

    CloseHandshake(WebSocketConnection connection, NettyLoop loop, long closeNanos) {
        this.connection = connection;
        this.closeNanos = closeNanos;
        hub = loop.hub();
        channel = connection.channel();
        stream = connection.stream();
        end = new End(loop);
    }

    boolean isOpen() {
        return sent == null && ended == null;
    }

    boolean hasSent() {
        return sent != null;
    }

    boolean hasEnded() {
        return ended != null;
    }

    /** Returns whether data is dropped. */
    boolean isDeaf() {
        return deaf || ended != null || received != null;
    }

    /** Returns whether a frame is dropped. */
    boolean drops(boolean isClose) {
        return ended != null || received != null || (deaf && !isClose);
    }

    /** Returns whether queued messages are dropped too. */
    boolean dropsMessages() {
        return deaf;
    }

    /** Returns whether a further failure is a consequence of an earlier one, or of the end. */
    boolean ignoresFailures() {
        return ended != null || deaf;
    }

    /** Returns the status of the end so far; the peer's has precedence. */
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

    /** Adds an action that runs when the connection has ended. */
    void whenEnded(Runnable action) {
        afterwards.add(action);
    }

    void notWhenEnded(Runnable action) {
        afterwards.remove(action);
    }

    /** Sends a close, and blocks until the connection has ended. */
    void close(CloseStatus status) {
        if (ended != null) {
            return;
        }
        deaf = true;
        connection.input().dropToClose();
        connection.input().resumeDecoding();
        if (received == null) {
            begin(status);
        } else {
            respond();
        }
        try {
            while (ended == null) {
                end.await(Long.MAX_VALUE);
            }
        } finally {
            if (ended == null) {
                end(new CloseStatus(CloseStatus.ABNORMAL, "the wait for the peer's close was cut short"));
            }
        }
    }

    /** Resets the connection. */
    void abort(String reason) {
        if (ended == null) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            end(CloseStatus.of(CloseStatus.ABNORMAL, reason));
        }
    }

    /** Sends a close after all messages, unless one was sent. Never blocks. */
    void begin(CloseStatus status) {
        if (sent != null || ended != null) {
            return;
        }
        sent = status;
        SendQueue output = connection.output();
        output.write(closeFrame(status));
        output.flush();
        output.end();
        startCloseTimer();
    }

    private void startCloseTimer() {
        if (closeTimer == null && ended == null) {
            closeTimer = hub.schedule(Duration.ofNanos(closeNanos), this::tooLate);
        }
    }

    private static CloseWebSocketFrame closeFrame(CloseStatus status) {
        return status.code() == CloseStatus.NO_STATUS
                ? new CloseWebSocketFrame()
                : new CloseWebSocketFrame(status.code(), status.reason());
    }

    /** Sends a close, and ends the connection as soon as it was flushed. Never blocks. */
    void beginAndEnd(CloseStatus status) {
        begin(status);
        whenFlushed(() -> end(status()));
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
            abort("the peer did not respond to the close within " + Duration.ofNanos(closeNanos));
        }
    }

    private void end(CloseStatus status) {
        if (ended != null) {
            return;
        }
        ended = status;
        stopCloseTimer();
        connection.release();
        end.signal(null);
        List.copyOf(afterwards).forEach(Runnable::run);
        afterwards.clear();
    }

    /** Sends a close to a peer that violated the protocol, and drops all further input. */
    void fail(int code, String reason) {
        if (ended != null || deaf) {
            return;
        }
        deaf = true;
        connection.dropMessage();
        CloseStatus status = CloseStatus.of(code, reason);
        received = sent == null ? status : null;
        begin(status);
        connection.input().end();
        stopCloseTimer();
        closeTimer = hub.schedule(Duration.ofNanos(Math.min(closeNanos, LINGER_NANOS)), () -> end(status));
        connection.input().resumeDecoding();
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

    /** Ends the connection, which was lost. */
    void lost(String why) {
        CloseStatus status = received;
        end(status == null ? CloseStatus.of(CloseStatus.ABNORMAL, why) : status);
    }

    /** Called when the peer has ended its output. */
    void inputEnded() {
        deaf = true;
        connection.input().resumeDecoding();
        lost("the connection ended without a close");
    }

    /** Called when the output was shut down, by this end or by a failure. */
    void outputEnded() {
        if (!shutDown) {
            lost("the connection was lost");
        }
    }

    /** Processes the peer's close. */
    void received(CloseWebSocketFrame frame) {
        ByteBuf content = frame.content();
        int code = content.isReadable() ? content.getUnsignedShort(content.readerIndex()) : CloseStatus.NO_STATUS;
        if (code > CloseStatus.LAST) {
            fail(CloseStatus.PROTOCOL_ERROR, "not the code of a close: " + code);
            return;
        }
        var status = new CloseStatus(code, frame.reasonText());
        received = status;
        ReceiveQueue input = connection.input();
        input.end();
        if (sent != null || input.isDone()) {
            respond();
        } else {
            stopCloseTimer();
            long delay = Math.min(closeNanos / 2, LINGER_NANOS);
            closeTimer = hub.schedule(Duration.ofNanos(delay), this::respond);
        }
    }

    /** Responds to the peer's close: all messages before it were received and processed. */
    void respond() {
        CloseStatus status = received;
        if (status == null || ended != null || responded) {
            return;
        }
        responded = true;
        stopCloseTimer();
        begin(new CloseStatus(status.code(), ""));
        startCloseTimer(); // also if this end has sent its close before: the peer may never end the connection
        if (connection.isServer()) {
            whenFlushed(() -> end(status));
        } else if (stream.input().hasEnded()) {
            end(status);
        }
    }

    /** The wait of {@link #close} for the end. */
    private final class End extends WaitPoint {

        End(NettyLoop loop) {
            super(loop);
        }

        @Override
        protected boolean wouldNotBlock() {
            return ended != null;
        }

        @Override
        public String wokenBy() {
            return "the peer closing";
        }

        @Override
        public String toString() {
            return "end of " + connection;
        }
    }
}
