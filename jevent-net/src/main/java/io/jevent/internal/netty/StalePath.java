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
 * A process that crashed leaves the path of its socket, and nobody can bind to it again until somebody deletes it. The
 * system refuses who connects to such a path, and only then it is deleted here. Netty's native bind must not be left
 * alone with a path: it deletes whatever is there, a socket in use or a file. Two processes that take over the same path
 * at the same moment both find it dead; the look at the file right before it is deleted makes that moment short.
 */
/** Binds to addresses, also to paths that were left behind by a process that is no more. */
final class StalePath {

    private static final int FILE_TYPE = 0xf000;
    private static final int SOCKET = 0xc000;

    private StalePath() {}

    /** Binds {@code channel}, which is registered; what went wrong is in the future, which is done. */
    static ChannelFuture bind(Channel channel, Transport transport, SocketAddress at) {
        if (at instanceof UnixDomainSocketAddress unix) {
            try {
                makeRoom(unix);
            } catch (IOException e) {
                return channel.newFailedFuture(e);
            }
        }
        return channel.bind(transport.toNetty(at));
    }

    private static void makeRoom(UnixDomainSocketAddress address) throws IOException {
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

    /** What tells a socket from all others; null if something else is at the path. */
    private static @Nullable Object socketAt(Path path) throws IOException {
        var attributes = Files.readAttributes(path, "unix:mode,ino,ctime", LinkOption.NOFOLLOW_LINKS);
        boolean socket = attributes.get("mode") instanceof Integer mode && (mode & FILE_TYPE) == SOCKET;
        return socket ? attributes : null;
    }

    private static boolean isDead(UnixDomainSocketAddress address) throws IOException {
        try (var probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false); // its backlog may be full
            probe.connect(address);
            return false;
        } catch (ConnectException _) {
            return true;
        } catch (SocketException _) {
            return false; // one for datagrams
        }
    }
}
