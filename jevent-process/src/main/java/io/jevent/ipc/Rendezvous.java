// SPDX-License-Identifier: Apache-2.0
package io.jevent.ipc;

import io.jevent.subprocess.Popen;
import io.jevent.threadpool.ThreadPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A socket in a folder that only this user may enter, to which a child connects. */
final class Rendezvous implements AutoCloseable {

    private final Path folder;
    private final Path path;
    private final ServerSocketChannel server;

    /**
     * Opens the socket.
     *
     * @throws IOException if that fails
     */
    Rendezvous() throws IOException {
        folder = Files.createTempDirectory("jevent");
        path = folder.resolve("s");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
    }

    /**
     * Returns the address of the socket.
     *
     * @return its path
     */
    Path path() {
        return path;
    }

    /**
     * Waits until {@code child} has connected. If the wait is cut short, kills it.
     *
     * @param child the child to wait for
     * @return the connection
     * @throws IOException if it ends before that
     */
    SocketChannel meet(Popen child) throws IOException {
        Runnable leave = this::leave;
        child.rawlink(leave);
        try {
            return ThreadPool.ofHub().apply(server::accept);
        } catch (Throwable t) {
            if (t instanceof ClosedChannelException && child.isReady()) {
                throw new IOException(
                        "the child ended with " + child.waitFor() + " before it was connected; "
                                + "what it wrote to standard error tells more",
                        t);
            }
            child.kill();
            throw t;
        } finally {
            child.unlink(leave);
        }
    }

    private void leave() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(path);
        Files.deleteIfExists(folder);
    }
}
