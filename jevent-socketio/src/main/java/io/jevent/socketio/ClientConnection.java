// SPDX-License-Identifier: Apache-2.0
package io.jevent.socketio;

import io.jevent.http.json.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A client: its session and its sockets, one for each namespace.
 *
 * <p><b>Confinement:</b> thread-safe, except that packets are received one at a time.
 */
final class ClientConnection implements EngineListener {

    private final SocketIo server;
    private final EngineSession session;
    private final Handshake handshake;
    private final Map<String, ClientSocket> sockets = new ConcurrentHashMap<>();
    private volatile boolean used;
    private @Nullable SocketPacket incomplete;
    private List<byte[]> binaries = new ArrayList<>();

    ClientConnection(SocketIo server, EngineSession session, Handshake handshake) {
        this.server = server;
        this.session = session;
        this.handshake = handshake;
    }

    EngineSession session() {
        return session;
    }

    Handshake handshake() {
        return handshake;
    }

    SocketIoOptions options() {
        return server.options();
    }

    JsonCodec codec() {
        return server.codec();
    }

    @Override
    public void receive(String text) throws EngineException {
        if (incomplete != null) {
            throw new EngineException("a packet where an attachment is missing");
        }
        SocketPacket packet = SocketPacket.parse(text, options().maxAttachments);
        if (packet.attachments() > 0) {
            incomplete = packet;
        } else {
            handle(packet, List.of());
        }
    }

    @Override
    public void receive(byte[] bytes) throws EngineException {
        SocketPacket packet = incomplete;
        if (packet == null) {
            throw new EngineException("an attachment that belongs to no packet");
        }
        binaries.add(bytes);
        if (binaries.size() == packet.attachments()) {
            List<byte[]> all = binaries;
            incomplete = null;
            binaries = new ArrayList<>();
            handle(packet, all);
        }
    }

    private void handle(SocketPacket packet, List<byte[]> attachments) throws EngineException {
        if (packet.type() == SocketPacket.CONNECT) {
            connect(packet);
            return;
        }
        ClientSocket socket = sockets.get(packet.namespace());
        if (socket == null) {
            return; // it was disconnected while the packet was on its way
        }
        switch (packet.type()) {
            case SocketPacket.DISCONNECT -> {
                leave(socket);
                socket.ended(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
            }
            case SocketPacket.EVENT, SocketPacket.BINARY_EVENT ->
                socket.received(packet.values(codec(), attachments), packet.id());
            case SocketPacket.ACK, SocketPacket.BINARY_ACK ->
                socket.acknowledged(packet.values(codec(), attachments), packet.id());
            default -> throw new EngineException("a client does not send packets of type " + packet.type());
        }
    }

    private void connect(SocketPacket packet) throws EngineException {
        Object auth = packet.json().isEmpty() ? null : packet.decode(codec(), Object.class);
        if (auth != null && !(auth instanceof Map<?, ?>)) {
            throw new EngineException("the data of a client that connects must be an object");
        }
        Namespace namespace = server.find(packet.namespace());
        if (namespace == null) {
            refuse(packet.namespace(), Map.of("message", "Invalid namespace"));
            return;
        }
        var socket = new ClientSocket(EngineServer.randomId(), namespace, this, auth);
        if (sockets.putIfAbsent(namespace.name(), socket) != null) {
            throw new EngineException("the client is connected to " + namespace + " already");
        }
        used = true;
        socket.begin();
        if (!session.isOpen()) { // it ended meanwhile
            socket.ended(DisconnectReason.TRANSPORT_CLOSE);
        }
    }

    /** Tells the client that it may not connect to a namespace. */
    void refuse(String namespace, Object error) {
        String json = new String(codec().encode(error), StandardCharsets.UTF_8);
        boolean _ = session.offer(SocketPacket.plain(SocketPacket.CONNECT_ERROR, namespace, json));
    }

    /** Forgets a socket. */
    void leave(ClientSocket socket) {
        sockets.remove(socket.namespace().name(), socket);
    }

    @Override
    public boolean isUsed() {
        return used;
    }

    @Override
    public void closed(DisconnectReason reason) {
        for (ClientSocket socket : List.copyOf(sockets.values())) {
            leave(socket);
            socket.ended(reason);
        }
    }
}
