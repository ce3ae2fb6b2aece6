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
 * Serves a console into the running process, for {@code nc} or {@code telnet}. The console lists, reports and kills
 * greenlets, and runs Java if the runtime has JShell.
 *
 * <p>There is no password: a client that can connect can do whatever the process can do. So the server listens only at
 * a loopback address, which every user of this machine can reach, or at a path, which only the user of the process can
 * open. Prefer a path.
 *
 * <p>Java code is compiled on a thread of the hub's pool and runs in a greenlet of the hub that serves the console, so
 * it may block. Each console has its own JShell. The values given to the server are variables in it, each of the
 * value's type or of its nearest public supertype; {@code out} prints to the console, whereas {@code System.out} is the
 * output of the process. A line has at most 64 KiB.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @gevent {@code gevent.backdoor.BackdoorServer}
 * @since 0.1
 */
public final class BackdoorServer extends SocketServer {

    private final Map<String, Object> values;

    /**
     * Creates a server; {@link #start()} starts it.
     *
     * @param address a loopback address or a path, in the form of {@link Addresses#parse}; port 0 takes a free one
     * @throws IllegalArgumentException if other machines could reach the address
     */
    public BackdoorServer(String address) {
        this(Addresses.parse(address), Map.of());
    }

    /**
     * Creates a server; {@link #start()} starts it.
     *
     * @param address a loopback address or a path; port 0 takes a free one
     * @param values the variables of the Java code that is typed at the console, by name
     * @throws IllegalArgumentException if other machines could reach the address
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
        throw new IllegalArgumentException("a backdoor has no password, so it listens only at a loopback"
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
                // the client disconnected, or the server stops
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
