// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.wiresocket;

import io.jevent.internal.wire.Wire;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.SocketOptions;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Does the work of {@link java.net.Socket} and {@link java.net.ServerSocket} in a simulation. */
final class WireSocketImpl extends SocketImpl {

    private static final Set<SocketOption<?>> OPTIONS = Set.of(
            StandardSocketOptions.SO_RCVBUF,
            StandardSocketOptions.SO_SNDBUF,
            StandardSocketOptions.SO_REUSEADDR,
            StandardSocketOptions.SO_KEEPALIVE,
            StandardSocketOptions.SO_LINGER,
            StandardSocketOptions.TCP_NODELAY,
            StandardSocketOptions.IP_TOS);

    private final Wire wire;
    private final Map<Object, Object> options = new HashMap<>();
    private final StreamEnd end = new StreamEnd(() -> {});
    private final Change arrived = new Change();
    private Wire.@Nullable Listener listener;
    private @Nullable InetSocketAddress bound;
    private int readLimit;
    private boolean closed;

    /** The connection that accept has found. */
    private Wire.@Nullable Stream next;

    WireSocketImpl(Wire wire) {
        this.wire = wire;
        this.fd = new FileDescriptor();
        options.put(SocketOptions.SO_RCVBUF, 64 * 1024);
        options.put(SocketOptions.SO_SNDBUF, 64 * 1024);
        options.put(SocketOptions.SO_REUSEADDR, false);
        options.put(SocketOptions.SO_REUSEPORT, false);
        options.put(SocketOptions.SO_KEEPALIVE, false);
        options.put(SocketOptions.SO_OOBINLINE, false);
        options.put(SocketOptions.SO_LINGER, -1);
        options.put(SocketOptions.TCP_NODELAY, false);
        options.put(SocketOptions.IP_TOS, 0);
    }

    @Override
    protected void create(boolean stream) {
        if (!stream) {
            throw new IllegalArgumentException("only streams");
        }
    }

    @Override
    protected void connect(String host, int port) throws IOException {
        connect(new InetSocketAddress(host, port), 0);
    }

    @Override
    protected void connect(InetAddress to, int port) throws IOException {
        connect(new InetSocketAddress(to, port), 0);
    }

    @Override
    protected void connect(SocketAddress to, int millis) throws IOException {
        if (!(to instanceof InetSocketAddress inet)) {
            throw new IllegalArgumentException("unsupported address: " + to);
        }
        if (inet.isUnresolved()) {
            throw new UnknownHostException(inet.getHostName());
        }
        address = inet.getAddress();
        port = inet.getPort();
        try {
            end.connect(wire, inet.getAddress().isAnyLocalAddress() ? loopback(inet.getPort()) : inet, bound);
            end.awaitConnected(millis);
        } catch (IOException e) {
            close();
            throw e;
        }
        localport = ((InetSocketAddress) Objects.requireNonNull(end.localAddress())).getPort();
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    protected void bind(InetAddress host, int number) {
        bound = new InetSocketAddress(host, number);
        address = host;
        localport = number;
    }

    @Override
    protected void listen(int backlog) throws IOException {
        InetSocketAddress at = Objects.requireNonNull(bound);
        Wire.Listener made = wire.listen(at, backlog, arrived::happens);
        listener = made;
        localport = ((InetSocketAddress) made.localAddress()).getPort();
    }

    @Override
    protected void accept(SocketImpl socket) throws IOException {
        Wire.Listener from = Objects.requireNonNull(listener);
        arrived.await(() -> closed || (next = from.accept()) != null, readLimit, "Accept");
        Wire.Stream accepted = next;
        next = null;
        if (accepted == null) {
            throw new SocketException("Socket closed");
        }
        ((WireSocketImpl) socket).accepted(accepted);
    }

    private void accepted(Wire.Stream stream) {
        end.accept(stream);
        var local = (InetSocketAddress) stream.localAddress();
        var remote = (InetSocketAddress) stream.remoteAddress();
        bound = local;
        localport = local.getPort();
        address = remote.getAddress();
        port = remote.getPort();
    }

    @Override
    protected InputStream getInputStream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                Objects.checkFromIndexSize(offset, length, target.length);
                return length == 0 ? 0 : end.read(target, offset, length, readLimit);
            }

            @Override
            public int available() {
                return end.available();
            }

            @Override
            public void close() throws IOException {
                WireSocketImpl.this.close();
            }
        };
    }

    @Override
    protected OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] source, int offset, int length) throws IOException {
                Objects.checkFromIndexSize(offset, length, source.length);
                end.writeAll(source, offset, length);
            }

            @Override
            public void close() throws IOException {
                WireSocketImpl.this.close();
            }
        };
    }

    @Override
    protected int available() {
        return end.available();
    }

    @Override
    protected void close() throws IOException {
        closed = true;
        if (Objects.equals(options.get(SocketOptions.SO_LINGER), 0)) {
            end.reset();
        } else {
            end.close();
        }
        if (listener != null) {
            listener.close();
        }
        arrived.happens();
    }

    @Override
    protected void shutdownInput() {
        end.stream().shutdownInput();
    }

    @Override
    protected void shutdownOutput() {
        end.stream().shutdownOutput();
    }

    @Override
    protected boolean supportsUrgentData() {
        return false;
    }

    @Override
    protected void sendUrgentData(int data) throws IOException {
        throw new SocketException("urgent data is not simulated");
    }

    @Override
    public void setOption(int id, Object value) throws SocketException {
        if (closed) {
            throw new SocketException("Socket closed");
        }
        if (id == SocketOptions.SO_TIMEOUT) {
            readLimit = (Integer) value;
        } else if (id == SocketOptions.SO_LINGER && value instanceof Boolean) {
            options.put(id, -1);
        } else {
            options.put(id, value);
        }
    }

    @Override
    public @Nullable Object getOption(int id) throws SocketException {
        if (closed) {
            throw new SocketException("Socket closed");
        }
        return switch (id) {
            case SocketOptions.SO_TIMEOUT -> readLimit;
            case SocketOptions.SO_BINDADDR -> localAddress();
            default -> options.get(id);
        };
    }

    private InetAddress localAddress() {
        SocketAddress local = listener != null ? listener.localAddress() : end.localAddress();
        if (local instanceof InetSocketAddress inet) {
            return inet.getAddress();
        }
        return bound != null ? bound.getAddress() : InetAddress.ofLiteral("0.0.0.0");
    }

    @Override
    protected Set<SocketOption<?>> supportedOptions() {
        return OPTIONS;
    }

    @Override
    protected <T> void setOption(SocketOption<T> name, T value) throws IOException {
        requireSupported(name);
        options.put(name, value);
        if (name == StandardSocketOptions.SO_LINGER) {
            options.put(SocketOptions.SO_LINGER, value);
        }
    }

    @Override
    protected <T> @Nullable T getOption(SocketOption<T> name) throws IOException {
        requireSupported(name);
        return name.type().cast(options.get(name));
    }

    private static void requireSupported(SocketOption<?> name) {
        if (!OPTIONS.contains(name)) {
            throw new UnsupportedOperationException("'" + name + "' is not simulated");
        }
    }
}
