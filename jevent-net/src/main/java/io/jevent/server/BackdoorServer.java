// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.socket.Addresses;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A console into the running process, for {@code nc} or {@code telnet}: what the greenlets do, killing one, and Java by
 * JShell, if the runtime has it.
 *
 * <p>Who can connect can do whatever the process can: there is no password. So it listens at a loopback address, where
 * every user of this machine can reach it, or at a path, which is made readable and writable for this user only: prefer
 * that.
 *
 * <p>What is typed in Java runs in a greenlet of the hub that serves the console, and may wait; it is compiled on a
 * thread of the hub's pool. The values given to the server are variables of its type (or the closest one that is
 * public); {@code out} prints to the console, whereas {@code System.out} is that of the process. Each console has its
 * own JShell. A line may be 64 KiB long.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @gevent {@code gevent.backdoor.BackdoorServer}
 */
public final class BackdoorServer extends SocketServer {

    private final Map<String, Object> values;

    /**
     * Makes a server; {@link #start()} starts it.
     *
     * @param address a loopback address or a path, as {@link Addresses#parse} reads it; port 0 takes a free one
     * @throws IllegalArgumentException if others than this machine could reach that
     */
    public BackdoorServer(String address) {
        this(Addresses.parse(address), Map.of());
    }

    /**
     * Makes a server; {@link #start()} starts it.
     *
     * @param address a loopback address or a path; port 0 takes a free one
     * @param values what Java typed in the console finds, by name
     * @throws IllegalArgumentException if others than this machine could reach that
     * @gevent {@code BackdoorServer(listener, locals)}
     */
    public BackdoorServer(SocketAddress address, Map<String, ?> values) {
        super(checked(address), ServerOptions.DEFAULTS);
        this.values = new LinkedHashMap<>(values);
    }

    private static SocketAddress checked(SocketAddress address) {
        if (address instanceof UnixDomainSocketAddress) {
            return address;
        }
        if (address instanceof InetSocketAddress inet) {
            if (inet.isUnresolved() && inet.getHostString().equalsIgnoreCase("localhost")) {
                return new InetSocketAddress(InetAddress.getLoopbackAddress(), inet.getPort());
            }
            if (!inet.isUnresolved() && inet.getAddress().isLoopbackAddress()) {
                return inet;
            }
        }
        throw new IllegalArgumentException("a backdoor lets in whoever can reach it, so it listens only at a loopback"
                + " address such as 127.0.0.1:0 or at a path such as unix:/run/user/1000/door: "
                + Addresses.format(address));
    }

    @Override
    protected Endpoint open(ListenSpec spec) throws IOException {
        Endpoint endpoint = super.open(spec);
        try {
            if (endpoint.localAddress() instanceof UnixDomainSocketAddress unix
                    && FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(unix.getPath(), PosixFilePermissions.fromString("rw-------"));
            }
            return endpoint;
        } catch (Throwable t) {
            endpoint.close();
            throw t;
        }
    }

    @Override
    protected Endpoint.Work accepted(StreamSocket accepted) {
        return new Visit(accepted);
    }

    private final class Visit implements Endpoint.Work {

        private final StreamSocket socket;

        Visit(StreamSocket socket) {
            this.socket = socket;
        }

        @Override
        public void handle() throws IOException {
            try (var console = new Console(socket, values)) {
                console.run();
            } catch (SocketException e) {
                // the visitor has gone, or the server stops
            }
        }

        @Override
        public void drain() {
            socket.close();
        }

        @Override
        public void close() {
            socket.close();
        }

        @Override
        public String toString() {
            return "console at " + socket;
        }
    }
}
