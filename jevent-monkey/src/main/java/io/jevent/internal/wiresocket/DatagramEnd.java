// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.wiresocket;

import io.jevent.internal.wire.Wire;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/** A simulated socket for datagrams, and those that wait for it. */
final class DatagramEnd {

    private final Wire wire;
    private final Runnable told;
    private final Change change = new Change();
    private Wire.@Nullable Datagrams socket;
    private Wire.@Nullable Packet next;
    private @Nullable SocketAddress peer;
    private boolean unreachable;
    private boolean closed;

    DatagramEnd(Wire wire, Runnable told) {
        this.wire = wire;
        this.told = told;
    }

    void bind(@Nullable SocketAddress at) throws IOException {
        socket = wire.datagrams(at, () -> {
            change.happens();
            told.run();
        });
    }

    boolean isBound() {
        return socket != null;
    }

    private Wire.Datagrams open() throws IOException {
        if (closed) {
            throw new SocketException("Socket closed");
        }
        if (socket == null) {
            bind(null);
        }
        Wire.Datagrams open = socket;
        if (open == null) {
            throw new SocketException("Socket not bound");
        }
        return open;
    }

    void connect(@Nullable SocketAddress to) throws IOException {
        open().connect(to);
        peer = to;
        next = null;
    }

    @Nullable
    SocketAddress peer() {
        return peer;
    }

    @Nullable
    SocketAddress localAddress() {
        return socket == null ? null : socket.localAddress();
    }

    void send(byte[] data, SocketAddress to) throws IOException {
        open().send(data, to);
    }

    boolean isReadable() {
        Wire.Datagrams from = socket;
        if (next == null && from != null) {
            next = from.receive();
            unreachable |= from.takeUnreachable();
        }
        return closed || unreachable || next != null;
    }

    /** Waits for a datagram and shows it, without taking it; 0 milliseconds are for ever. */
    Wire.Packet peek(int millis) throws IOException {
        var _ = open();
        change.await(this::isReadable, millis, "Receive");
        Wire.Packet packet = poll();
        if (packet == null) {
            throw new SocketException("Socket closed");
        }
        return packet;
    }

    /** Shows the datagram that has arrived, or null. */
    Wire.@Nullable Packet poll() throws IOException {
        boolean _ = isReadable();
        if (unreachable) {
            unreachable = false;
            throw new PortUnreachableException("Connection refused");
        }
        return next;
    }

    /** Takes the datagram that was shown. */
    void take() {
        next = null;
    }

    void close() {
        if (!closed) {
            closed = true;
            if (socket != null) {
                socket.close();
            }
            change.happens();
            told.run();
        }
    }

    boolean isClosed() {
        return closed;
    }
}
