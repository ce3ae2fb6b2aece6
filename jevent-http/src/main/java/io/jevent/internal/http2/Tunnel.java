// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http2;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.exceptions.GreenletExit;
import io.jevent.internal.http.BodyChunk;
import io.jevent.internal.http.Takeover;
import io.jevent.internal.netty.Pace;
import io.jevent.internal.netty.SocketAccess;
import io.jevent.socket.StreamSocket;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/*
 * The protocol gets one end of a pair of sockets; two greenlets copy between the other end and the stream. Each blocks while the
 * other side is slow, so the windows of the client, the buffers of the pair and those of the protocol are the only memory.
 */
/**
 * The bytes of a stream as a socket, for a protocol that has taken the stream over: RFC 8441.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
final class Tunnel {

    private static final int CHUNK = 16 * 1024;

    /** The protocol has limits of its own: a WebSocket may be silent for long. */
    private static final Pace.Rule UNLIMITED = new Pace.Rule(0, 0, Long.MAX_VALUE);

    private final Http2Exchange exchange;
    private final StreamSocket inner;
    private final StreamSocket outer;
    private final Greenlet<?> receiver;
    private final Greenlet<?> sender;

    Tunnel(Http2Exchange exchange, StreamSocket.Pair ends) {
        this.exchange = exchange;
        inner = ends.first();
        outer = ends.second();
        receiver = Jevent.spawn(this::receive);
        sender = Jevent.spawn(this::send);
    }

    /** Returns the protocol, or null before it has taken over its end. */
    @Nullable
    Takeover protocol() {
        return SocketAccess.channelOf(outer).channel().attr(Takeover.KEY).get();
    }

    private void receive() {
        try {
            Pace pace = UNLIMITED.begin();
            long position = 0;
            boolean last = false;
            while (!last) {
                BodyChunk chunk = exchange.received().next(position, pace);
                byte[] bytes = ByteBufUtil.getBytes(chunk.bytes());
                chunk.bytes().release();
                last = chunk.last() || chunk.trailers() != null || chunk.refusal() != null;
                if (bytes.length > 0) {
                    inner.sendAll(bytes);
                }
                position += bytes.length;
                exchange.connection().output().consumed(exchange.stream(), chunk.weight());
            }
            inner.shutdownOutput();
        } catch (IOException _) {
            inner.close(); // the client has reset the stream, or the protocol has ended
        }
    }

    private void send() {
        try {
            byte[] bytes = inner.recv(CHUNK);
            while (bytes.length > 0) {
                exchange.output().write(bytes, 0, bytes.length);
                exchange.output().flush();
                bytes = inner.recv(CHUNK);
            }
            exchange.output().end(null);
        } catch (IOException _) {
            inner.close();
        }
    }

    /** Called when the protocol has ended: sends its last bytes, and blocks until that is done. */
    void end() {
        try {
            outer.close();
            sender.join();
        } finally {
            var over = new GreenletExit("the protocol has ended: " + exchange);
            receiver.interrupt(over);
            sender.interrupt(over);
            inner.close();
        }
    }
}
