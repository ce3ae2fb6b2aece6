// SPDX-License-Identifier: Apache-2.0
package io.jevent.socketio;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.exceptions.HubClosedException;
import io.jevent.hub.Hub;
import io.jevent.websocket.CloseStatus;
import io.jevent.websocket.Message;
import io.jevent.websocket.WebSocket;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The WebSocket of a session: the handler's greenlet reads, another one writes. */
final class WebSocketTransport {

    private static final String PROBE = "probe";

    private final WebSocket socket;
    private final EngineSession session;
    private final Hub hub = Hub.current();

    WebSocketTransport(WebSocket socket, EngineSession session) {
        this.socket = socket;
        this.session = session;
    }

    /** Tests the WebSocket, and then moves the session to it. If that fails, the session stays with long polling. */
    void upgrade(Duration limit) throws IOException {
        boolean upgraded = false;
        try {
            if (isNext(EnginePacket.of(EnginePacket.PING, PROBE), limit) && session.beginUpgrade()) {
                try {
                    socket.send(EnginePacket.of(EnginePacket.PONG, PROBE).wire());
                    upgraded = isNext(EnginePacket.of(EnginePacket.UPGRADE), limit) && session.completeUpgrade();
                } finally {
                    if (!upgraded) {
                        session.upgradeFailed();
                    }
                }
            }
        } catch (SocketTimeoutException _) {
            // as a client that sends something else
        }
        if (upgraded) {
            run();
        } else {
            socket.close(CloseStatus.POLICY_VIOLATION, "the upgrade has failed");
        }
    }

    private boolean isNext(EnginePacket expected, Duration limit) throws SocketTimeoutException {
        Optional<Message> message = socket.receive(limit);
        return message.isPresent()
                && message.get() instanceof Message.Text(String text)
                && text.equals(expected.wire());
    }

    /** Serves the session until it or the connection ends. */
    void run() throws IOException {
        session.onAbort(this::abort);
        Greenlet<?> writer = Jevent.spawn(this::write);
        DisconnectReason reason = DisconnectReason.TRANSPORT_ERROR;
        try {
            for (Message message : socket.messages()) {
                switch (message) {
                    case Message.Text(String text) -> session.receive(EnginePacket.parse(text));
                    case Message.Binary(byte[] bytes) -> session.receive(EnginePacket.binary(bytes));
                }
            }
            reason = DisconnectReason.TRANSPORT_CLOSE;
        } catch (EngineException _) {
            reason = DisconnectReason.PARSE_ERROR;
        } finally {
            session.close(reason);
            writer.kill();
        }
    }

    /** Closes the connection from any hub. */
    private void abort() {
        if (hub.isCurrent()) {
            socket.abort();
            return;
        }
        try {
            var _ = hub.runCallback(socket::abort);
        } catch (HubClosedException _) {
            // the connection is gone with it
        }
    }

    private void write() {
        try {
            for (List<EnginePacket> packets = session.next(); packets != null; packets = session.next()) {
                for (EnginePacket packet : packets) {
                    byte[] bytes = packet.bytes();
                    if (bytes == null) {
                        socket.send(packet.wire());
                    } else {
                        socket.send(bytes);
                    }
                }
            }
            socket.close();
        } catch (IOException _) {
            session.close(DisconnectReason.TRANSPORT_CLOSE);
        }
    }
}
