// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.wiresocket;

import io.jevent.exceptions.NotSimulatedException;
import io.jevent.internal.wire.Wire;
import java.io.FileDescriptor;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocketImpl;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOptions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Does the work of {@link java.net.DatagramSocket} in a simulation. */
@SuppressWarnings("removal") // the superclass requires methods that are deprecated
final class WireDatagramImpl extends DatagramSocketImpl {

    private final DatagramEnd end;
    private final Map<Integer, Object> options = new HashMap<>();
    private int receiveLimit;

    WireDatagramImpl(Wire wire) {
        this.end = new DatagramEnd(wire, () -> {});
        this.fd = new FileDescriptor();
        options.put(SocketOptions.SO_RCVBUF, 64 * 1024);
        options.put(SocketOptions.SO_SNDBUF, 64 * 1024);
        options.put(SocketOptions.SO_REUSEADDR, false);
        options.put(SocketOptions.SO_REUSEPORT, false);
        options.put(SocketOptions.SO_BROADCAST, false);
        options.put(SocketOptions.IP_TOS, 0);
    }

    @Override
    protected void create() {
        // the port is opened by bind
    }

    @Override
    protected void bind(int port, InetAddress address) throws SocketException {
        try {
            end.bind(new InetSocketAddress(address, port));
        } catch (IOException e) {
            throw asSocketException(e);
        }
        if (end.localAddress() instanceof InetSocketAddress local) {
            localPort = local.getPort();
        }
    }

    private static SocketException asSocketException(IOException e) {
        return e instanceof SocketException s ? s : (SocketException) new SocketException(e.getMessage()).initCause(e);
    }

    @Override
    protected void connect(InetAddress address, int port) throws SocketException {
        try {
            end.connect(new InetSocketAddress(address, port));
        } catch (IOException e) {
            throw asSocketException(e);
        }
    }

    @Override
    protected void disconnect() {
        try {
            end.connect(null);
        } catch (IOException _) {
            // it is closed
        }
    }

    @Override
    protected void send(DatagramPacket packet) throws IOException {
        SocketAddress to = packet.getSocketAddress();
        end.send(Arrays.copyOfRange(packet.getData(), packet.getOffset(), packet.getOffset() + packet.getLength()), to);
    }

    @Override
    protected int peek(InetAddress address) throws IOException {
        return ((InetSocketAddress) end.peek(receiveLimit).from()).getPort();
    }

    @Override
    protected int peekData(DatagramPacket packet) throws IOException {
        return ((InetSocketAddress) copyNext(packet).from()).getPort();
    }

    private Wire.Packet copyNext(DatagramPacket packet) throws IOException {
        Wire.Packet next = end.peek(receiveLimit);
        int room = packet.getData().length - packet.getOffset();
        int n = Math.min(next.data().length, Math.min(room, packet.getLength()));
        System.arraycopy(next.data(), 0, packet.getData(), packet.getOffset(), n);
        packet.setLength(n);
        packet.setSocketAddress(next.from());
        return next;
    }

    @Override
    protected void receive(DatagramPacket packet) throws IOException {
        peekData(packet);
        end.take();
    }

    @Override
    protected void close() {
        end.close();
    }

    @Override
    protected void setTTL(byte ttl) {
        setTimeToLive(ttl & 0xff);
    }

    @Override
    protected byte getTTL() {
        return (byte) getTimeToLive();
    }

    @Override
    protected void setTimeToLive(int ttl) {
        options.put(-1, ttl);
    }

    @Override
    protected int getTimeToLive() {
        return options.get(-1) instanceof Integer ttl ? ttl : 1;
    }

    private static NotSimulatedException multicast() {
        return new NotSimulatedException("multicast is not simulated");
    }

    @Override
    protected void join(InetAddress group) {
        throw multicast();
    }

    @Override
    protected void leave(InetAddress group) {
        throw multicast();
    }

    @Override
    protected void joinGroup(SocketAddress group, NetworkInterface on) {
        throw multicast();
    }

    @Override
    protected void leaveGroup(SocketAddress group, NetworkInterface on) {
        throw multicast();
    }

    @Override
    public void setOption(int id, Object value) {
        if (id == SocketOptions.SO_TIMEOUT) {
            receiveLimit = (Integer) value;
        } else {
            options.put(id, value);
        }
    }

    @Override
    public @Nullable Object getOption(int id) {
        return switch (id) {
            case SocketOptions.SO_TIMEOUT -> receiveLimit;
            case SocketOptions.SO_BINDADDR ->
                end.localAddress() instanceof InetSocketAddress local
                        ? local.getAddress()
                        : InetAddress.ofLiteral("0.0.0.0");
            default -> options.get(id);
        };
    }
}
