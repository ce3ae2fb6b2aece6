// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import io.jevent.dns.Dns;
import io.jevent.socket.StreamListener;
import io.jevent.socket.StreamSocket;
import io.jevent.socket.UdpSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * TCP, UDP and Unix sockets for the Python package. Times are seconds; a negative limit means no limit. An address is a
 * host and a port, or a path and the port -1.
 *
 * <p>Its methods are public because engines find them by reflection.
 */
public final class Sockets {

    private static final Map<String, SocketOption<?>> OPTIONS = Map.of(
            "TCP_NODELAY", StandardSocketOptions.TCP_NODELAY,
            "SO_KEEPALIVE", StandardSocketOptions.SO_KEEPALIVE,
            "SO_RCVBUF", StandardSocketOptions.SO_RCVBUF,
            "SO_SNDBUF", StandardSocketOptions.SO_SNDBUF,
            "SO_BROADCAST", StandardSocketOptions.SO_BROADCAST);

    private final Border border;
    private final Engine engine;

    /**
     * Creates the sockets of an engine.
     *
     * @param border converts exceptions
     */
    public Sockets(Border border) {
        this.border = border;
        this.engine = border.engine();
    }

    static SocketAddress address(String host, int port) throws UnknownHostException {
        if (port < 0) {
            return UnixDomainSocketAddress.of(host);
        }
        return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(Dns.address(host), port);
    }

    public Object connect(String host, int port, @Nullable String localHost, int localPort, double seconds) {
        return border.call(() -> {
            SocketAddress to = address(host, port);
            if (localHost != null) {
                return StreamSocket.connect(
                        to, address(localHost, localPort), Kernel.limit(seconds < 0 ? 1e9 : seconds));
            }
            return seconds < 0 ? StreamSocket.connect(to) : StreamSocket.connect(to, Kernel.limit(seconds));
        });
    }

    public Object listen(String host, int port, int backlog) {
        return border.call(
                () -> StreamListener.listen(address(host, port), Math.max(1, backlog), PythonRun.hubs() > 1));
    }

    public Object accept(Object listener, double seconds) {
        return border.call(() -> seconds < 0
                ? ((StreamListener) listener).accept()
                : ((StreamListener) listener).accept(Kernel.limit(seconds)));
    }

    public Object recv(Object socket, int size, double seconds) {
        return border.call(() -> {
            var s = (StreamSocket) socket;
            return engine.fromBytes(seconds < 0 ? s.recv(size) : s.recv(size, Kernel.limit(seconds)));
        });
    }

    public void send(Object socket, Object bytes, double seconds) {
        byte[] data = engine.toBytes(bytes);
        border.call(() -> {
            var s = (StreamSocket) socket;
            if (seconds < 0) {
                s.sendAll(data);
            } else {
                s.sendAll(ByteBuffer.wrap(data), Kernel.limit(seconds));
            }
            return null;
        });
    }

    /** Sends what can be sent without waiting; returns the number of bytes. */
    public int trySend(Object socket, Object bytes) {
        ByteBuffer data = ByteBuffer.wrap(engine.toBytes(bytes));
        return border.call(() -> {
            try {
                ((StreamSocket) socket).sendAll(data, Duration.ZERO);
            } catch (SocketTimeoutException _) {
                // the position tells
            }
            return data.position();
        });
    }

    public void close(Object socket) {
        border.call(() -> {
            ((AutoCloseable) socket).close();
            return null;
        });
    }

    public void shutdown(Object socket, boolean input, boolean output) {
        border.call(() -> {
            var s = (StreamSocket) socket;
            if (input) {
                s.shutdownInput();
            }
            if (output) {
                s.shutdownOutput();
            }
            return null;
        });
    }

    public List<Object> pair() {
        return border.call(() -> {
            StreamSocket.Pair pair = StreamSocket.pair();
            return List.of(pair.first(), pair.second());
        });
    }

    /** Returns the host and the port of one end of a socket, as text; empty if it has none. */
    public List<String> name(Object socket, boolean remote) {
        return border.call(() -> texts(
                switch (socket) {
                    case StreamSocket s when remote -> s.remoteAddress().orElse(null);
                    case StreamSocket s -> s.localAddress().orElse(null);
                    case StreamListener l -> l.localAddress();
                    case UdpSocket u -> u.localAddress();
                    default -> throw new IOException("has no address: " + socket);
                }));
    }

    private static List<String> texts(@Nullable SocketAddress address) {
        return switch (address) {
            case InetSocketAddress inet -> List.of(inet.getAddress().getHostAddress(), String.valueOf(inet.getPort()));
            case UnixDomainSocketAddress unix -> List.of(unix.getPath().toString(), "-1");
            case null, default -> List.of();
        };
    }

    /** Sets an option that Java has; returns whether it has it. */
    public boolean setOption(Object socket, String name, int value) {
        SocketOption<?> option = OPTIONS.get(name);
        if (option == null || !(socket instanceof StreamSocket || socket instanceof UdpSocket)) {
            return false;
        }
        return border.call(() -> {
            set(socket, option, value);
            return true;
        });
    }

    @SuppressWarnings("unchecked") // an option has the type of its values
    private static void set(Object socket, SocketOption<?> option, int value) throws IOException {
        boolean flag = option.type() == Boolean.class;
        var typed = (SocketOption<Object>) option;
        Object converted = flag ? (Object) (value != 0) : (Object) value;
        if (socket instanceof StreamSocket stream) {
            stream.setOption(typed, converted);
        } else {
            ((UdpSocket) socket).setOption(typed, converted);
        }
    }

    public int option(Object socket, String name) {
        SocketOption<?> option = OPTIONS.get(name);
        if (option == null || !(socket instanceof StreamSocket stream)) {
            return -1;
        }
        return border.call(() -> number(stream.option(option)));
    }

    private static int number(@Nullable Object value) {
        return switch (value) {
            case Boolean flag -> flag ? 1 : 0;
            case Number number -> number.intValue();
            case null, default -> 0;
        };
    }

    public Object bindUdp(String host, int port) {
        return border.call(() -> UdpSocket.bind(address(host, port)));
    }

    public void sendTo(Object socket, Object bytes, String host, int port) {
        byte[] data = engine.toBytes(bytes);
        border.call(() -> {
            ((UdpSocket) socket).send(data, address(host, port));
            return null;
        });
    }

    /** Returns the bytes, the host and the port of the next datagram. */
    public List<Object> receive(Object socket, double seconds) {
        return border.call(() -> {
            var s = (UdpSocket) socket;
            UdpSocket.Datagram datagram = seconds < 0 ? s.receive() : s.receive(Kernel.limit(seconds));
            return List.of(
                    engine.fromBytes(datagram.data()),
                    datagram.sender().getAddress().getHostAddress(),
                    datagram.sender().getPort());
        });
    }

    /** Returns the addresses of a host as text. */
    public List<String> resolve(String host) {
        return border.call(() ->
                Dns.addresses(host).stream().map(InetAddress::getHostAddress).toList());
    }

    /** Returns the name of an address, or of the address of a name, and the address. */
    public List<String> hostName(String address) {
        return border.call(() -> {
            InetAddress found = Dns.address(address);
            return List.of(Dns.hostName(found), found.getHostAddress());
        });
    }
}
