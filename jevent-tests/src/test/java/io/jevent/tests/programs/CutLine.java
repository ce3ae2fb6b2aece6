// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A line to a server that can be cut: what goes through it breaks off, and nothing new gets through until it is mended.
 */
public final class CutLine implements AutoCloseable {
    private final URI to;
    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    private CutLine(URI to) throws IOException {
        this.to = to;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /**
     * Lays a line.
     *
     * @param to where the server is
     * @return the line
     * @throws IOException if there is no port for it
     */
    public static CutLine to(URI to) throws IOException {
        return new CutLine(to);
    }

    /**
     * Returns where the line begins.
     *
     * @return an address with a slash at its end
     */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/");
    }

    /** Breaks all connections, and lets none through. */
    public void cut() throws IOException {
        cut = true;
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** Lets connections through again. */
    public void mend() {
        cut = false;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (cut) {
                    client.close();
                } else {
                    connect(client);
                }
            } catch (IOException _) {
                // closed, or the server refuses
            }
        }
    }

    private void connect(Socket client) throws IOException {
        var server = new Socket(to.getHost(), to.getPort());
        open.add(client);
        open.add(server);
        Thread.ofVirtual().start(() -> carry(client, server));
        Thread.ofVirtual().start(() -> carry(server, client));
    }

    private void carry(Socket from, Socket into) {
        try (from;
                into) {
            from.getInputStream().transferTo(into.getOutputStream());
        } catch (IOException _) {
            // cut, or one of the two has closed it
        } finally {
            open.remove(from);
            open.remove(into);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            cut();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
