// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.hub.Hub;
import io.jevent.internal.netty.Connector;
import io.jevent.internal.netty.ListenChannel;
import io.jevent.internal.netty.NettyLoop;
import io.jevent.internal.netty.SocketAccess;
import io.jevent.internal.netty.StreamChannel;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Accepts connections from its own listener, or takes them from the queue of a hub that accepts for several. */
final class StreamEndpoint implements Endpoint {

    private final Function<StreamSocket, ? extends Work> accepted;
    private final SocketAddress address;
    private final @Nullable ListenChannel listener;
    private final @Nullable AcceptQueue acceptQueue;

    /**
     * Whether this endpoint removes the path of its Unix domain socket at the end. Another owner may listen there
     * again.
     */
    private final boolean ownsPath;

    private boolean open = true;

    private StreamEndpoint(
            SocketAddress address,
            @Nullable ListenChannel listener,
            @Nullable AcceptQueue acceptQueue,
            Function<StreamSocket, ? extends Work> accepted,
            boolean ownsPath) {
        this.ownsPath = ownsPath;
        this.address = address;
        this.listener = listener;
        this.acceptQueue = acceptQueue;
        this.accepted = accepted;
    }

    /** Listens at the address of {@code spec}, or accepts from {@code existing}. */
    static StreamEndpoint open(
            ListenSpec spec, @Nullable ListenSocket existing, Function<StreamSocket, ? extends Work> accepted)
            throws IOException {
        AcceptQueue acceptQueue = spec.acceptQueue();
        if (acceptQueue != null && !spec.listens()) {
            return new StreamEndpoint(spec.address(), null, acceptQueue, accepted, false);
        }
        ListenChannel listener = existing != null
                ? ListenChannel.of(NettyLoop.current(), existing.socket())
                : ListenChannel.listen(
                        NettyLoop.current(), Connector.resolved(spec.address()), spec.backlog(), spec.sharesPort());
        if (acceptQueue != null) {
            acceptQueue.begin(listener);
        }
        return new StreamEndpoint(listener.localAddress(), listener, acceptQueue, accepted, existing == null);
    }

    @Override
    public Work next(int room) throws IOException {
        StreamChannel stream;
        if (acceptQueue != null) {
            stream = StreamChannel.accepted(NettyLoop.current(), acceptQueue.take());
        } else {
            ListenChannel own = java.util.Objects.requireNonNull(listener);
            own.setAcceptAhead(room);
            stream = own.accept(Long.MAX_VALUE);
        }
        var socket = (StreamSocket) SocketAccess.socketOf(stream);
        try {
            return accepted.apply(socket);
        } catch (Throwable t) {
            socket.close();
            throw t;
        }
    }

    @Override
    public SocketAddress localAddress() {
        return address;
    }

    @Override
    public boolean isOpen() {
        if (!open || (acceptQueue != null && !acceptQueue.isOpen())) {
            return false;
        }
        return listener == null || listener.isOpen();
    }

    @Override
    public void stop() {
        if (!open) {
            return;
        }
        open = false;
        if (listener == null) {
            return;
        }
        if (acceptQueue != null) {
            acceptQueue.close();
        }
        listener.close();
        if (ownsPath && address instanceof UnixDomainSocketAddress unix) {
            removePath(unix);
        }
    }

    @Override
    public void whenClosed(Runnable action) {
        if (listener == null) {
            action.run();
        } else {
            listener.whenClosed(action);
        }
    }

    /** Removes the path, so that the server can listen at it again. */
    private void removePath(UnixDomainSocketAddress unix) {
        try {
            Files.deleteIfExists(unix.getPath());
        } catch (IOException e) {
            Hub.current().handleError(this, e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    @Override
    public String toString() {
        return "endpoint at " + address;
    }
}
