// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.simnet;

import io.jevent.internal.wire.Wire;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A socket for datagrams. */
final class Port implements Wire.Datagrams {

    /** The number of unread datagrams at which further ones are lost. */
    private static final int MOST_UNREAD = 256;

    private static final int LARGEST = 65_507;

    private final Host host;
    private final InetSocketAddress at;
    private final Runnable arrived;
    private final Queue<Wire.Packet> unread = new ArrayDeque<>();
    private @Nullable SocketAddress peer;
    private boolean unreachable;
    private boolean closed;

    Port(Host host, InetSocketAddress at, Runnable arrived) {
        this.host = host;
        this.at = at;
        this.arrived = arrived;
        host.bind(at.getPort(), this);
    }

    @Override
    public SocketAddress localAddress() {
        return at;
    }

    @Override
    public void send(byte[] data, SocketAddress to) throws IOException {
        if (closed) {
            throw new SocketException("Socket closed");
        }
        if (data.length > LARGEST) {
            throw new SocketException("Message too long: " + data.length + " bytes, at most " + LARGEST);
        }
        if (!(to instanceof InetSocketAddress inet) || inet.getAddress() == null) {
            throw new UnknownHostException("no address: " + to);
        }
        if (inet.getAddress().isMulticastAddress()) {
            throw new SocketException("multicast is not simulated: " + inet);
        }
        Fabric fabric = host.fabric();
        Host receiver = fabric.hostAt(inet.getAddress(), host);
        if (receiver == null) {
            return; // nobody answers
        }
        Path path = host.pathTo(receiver);
        fabric.sending(path);
        var source = new InetSocketAddress(
                inet.getAddress().isLoopbackAddress() ? inet.getAddress() : host.address(), at.getPort());
        int copies = path.duplicate > 0
                        && fabric.choices().chance("a datagram from " + path + " comes twice", path.duplicate)
                ? 2
                : 1;
        for (int i = 0; i < copies; i++) {
            long delay = path.arrival(fabric.now(), data.length) - fabric.now();
            if (path.reorder > 0
                    && fabric.choices().chance("a datagram from " + path + " is overtaken", path.reorder)) {
                delay += path.detour();
            }
            transmit(path, delay, new Wire.Packet(data, source), inet.getPort());
        }
    }

    private void transmit(Path path, long delay, Wire.Packet packet, int port) {
        Fabric fabric = host.fabric();
        fabric.later(delay, () -> {
            long wait = path.openAt(fabric.now()) - fabric.now();
            if (wait > 0) {
                transmit(path, wait, packet, port);
            } else if (path.passes()) {
                Port receiver = path.to().port(port);
                if (receiver != null) {
                    receiver.receive(packet);
                } else {
                    fabric.later(path.back(), this::unreachable);
                }
            }
        });
    }

    private void unreachable() {
        if (peer != null && !closed) {
            unreachable = true;
            host.call(arrived::run);
        }
    }

    private void receive(Wire.Packet packet) {
        if (!closed && unread.size() < MOST_UNREAD && (peer == null || peer.equals(packet.from()))) {
            unread.add(packet);
            host.call(arrived::run);
        }
    }

    @Override
    public Wire.@Nullable Packet receive() {
        return unread.poll();
    }

    @Override
    public void connect(@Nullable SocketAddress to) {
        peer = to;
        if (to != null) {
            unread.removeIf(packet -> !packet.from().equals(to));
        }
    }

    @Override
    public boolean takeUnreachable() {
        boolean was = unreachable;
        unreachable = false;
        return was;
    }

    @Override
    public void close() {
        closed = true;
        unread.clear();
        host.unbind(this);
    }
}
