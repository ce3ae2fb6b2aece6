// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/*
 * A process that crashes leaves the path of its socket, and no process can bind to it before it is deleted. The kernel
 * refuses connections to such a stale path, and only then this class deletes it. Netty's native bind must not see an
 * existing path: it deletes whatever is there, even a socket in use or a file. Two processes that take over the same
 * path at the same moment both find it stale; comparing the file again right before the deletion makes that window
 * short.
 */
/** Binds to addresses, including paths that an ended process left. */
final class StalePath {

    private static final int FILE_TYPE = 0xf000;
    private static final int SOCKET = 0xc000;

    private StalePath() {}

    /** Binds {@code channel}, which is registered; returns a completed future that holds the failure, if any. */
    static ChannelFuture bind(Channel channel, Transport transport, SocketAddress at) {
        if (at instanceof UnixDomainSocketAddress unix && transport.hasFiles()) {
            try {
                removeStale(unix);
            } catch (IOException e) {
                return channel.newFailedFuture(e);
            }
        }
        return channel.bind(transport.toNetty(at));
    }

    private static void removeStale(UnixDomainSocketAddress address) throws IOException {
        Path path = address.getPath();
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Object found = socketAt(path);
        if (found == null) {
            throw new BindException("Address already in use by something that is not a socket");
        }
        if (!isDead(address)) {
            throw new BindException("Address already in use by another socket");
        }
        if (found.equals(socketAt(path))) {
            Files.deleteIfExists(path);
        }
    }

    /** Returns attributes that identify the socket at a path; null if something else is there. */
    private static @Nullable Object socketAt(Path path) throws IOException {
        var attributes = Files.readAttributes(path, "unix:mode,ino,ctime", LinkOption.NOFOLLOW_LINKS);
        boolean socket = attributes.get("mode") instanceof Integer mode && (mode & FILE_TYPE) == SOCKET;
        return socket ? attributes : null;
    }

    private static boolean isDead(UnixDomainSocketAddress address) throws IOException {
        try (var probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false); // the other socket's backlog may be full
            probe.connect(address);
            return false;
        } catch (ConnectException _) {
            return true;
        } catch (SocketException _) {
            return false; // a datagram socket is in use there
        }
    }
}
