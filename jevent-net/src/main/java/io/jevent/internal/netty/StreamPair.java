// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Two streams that are connected to each other, through a Unix domain socket in a directory that only this user can
 * enter, so that no other process can connect in between.
 *
 * @param first one end
 * @param second the other end
 */
public record StreamPair(StreamChannel first, StreamChannel second) {

    /**
     * Creates a pair.
     *
     * @return two connected streams of the current hub
     * @throws IOException if the operating system refuses
     */
    public static StreamPair make() throws IOException {
        NettyLoop loop = NettyLoop.current();
        if (!loop.transport().hasFiles()) {
            return connect(loop, UnixDomainSocketAddress.of("/pair"));
        }
        Path directory = Files.createTempDirectory("jevent");
        Path path = directory.resolve("pair");
        try {
            return connect(loop, UnixDomainSocketAddress.of(path));
        } finally {
            Files.deleteIfExists(path);
            Files.deleteIfExists(directory);
        }
    }

    private static StreamPair connect(NettyLoop loop, UnixDomainSocketAddress address) throws IOException {
        ListenChannel listener = ListenChannel.listen(loop, address, 1, false);
        try {
            StreamChannel first = StreamChannel.connect(loop, address, null, Long.MAX_VALUE);
            try {
                return new StreamPair(first, listener.accept(Long.MAX_VALUE));
            } catch (Throwable t) {
                first.close();
                throw t;
            }
        } finally {
            listener.close();
        }
    }
}
