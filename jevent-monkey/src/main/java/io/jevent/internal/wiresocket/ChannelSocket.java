// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.wiresocket;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** The socket that {@link SocketChannel#socket} returns. */
final class ChannelSocket extends Socket {

    private final WireSocketChannel channel;

    @SuppressWarnings("this-escape")
    ChannelSocket(WireSocketChannel channel) throws SocketException {
        super(new WireSocketImpl(WireSockets.wire()));
        this.channel = channel;
    }

    @Override
    public SocketChannel getChannel() {
        return channel;
    }

    @Override
    public void connect(SocketAddress to) throws IOException {
        boolean _ = channel.connect(to);
    }

    @Override
    public void connect(SocketAddress to, int timeout) throws IOException {
        connect(to);
    }

    @Override
    public void bind(SocketAddress at) throws IOException {
        var _ = channel.bind(at);
    }

    private @Nullable InetSocketAddress local() {
        try {
            return channel.isOpen() ? (InetSocketAddress) channel.getLocalAddress() : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable InetSocketAddress remote() {
        try {
            return channel.isOpen() ? (InetSocketAddress) channel.getRemoteAddress() : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public @Nullable InetAddress getInetAddress() {
        InetSocketAddress remote = remote();
        return remote == null ? null : remote.getAddress();
    }

    @Override
    public int getPort() {
        InetSocketAddress remote = remote();
        return remote == null ? 0 : remote.getPort();
    }

    @Override
    public InetAddress getLocalAddress() {
        InetSocketAddress local = local();
        return local == null ? InetAddress.ofLiteral("0.0.0.0") : local.getAddress();
    }

    @Override
    public int getLocalPort() {
        InetSocketAddress local = local();
        return local == null ? -1 : local.getPort();
    }

    @Override
    public @Nullable SocketAddress getRemoteSocketAddress() {
        return remote();
    }

    @Override
    public @Nullable SocketAddress getLocalSocketAddress() {
        return local();
    }

    @Override
    public boolean isConnected() {
        return channel.isConnected();
    }

    @Override
    public boolean isBound() {
        return local() != null;
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public InputStream getInputStream() {
        return Channels.newInputStream(channel);
    }

    @Override
    public OutputStream getOutputStream() {
        return Channels.newOutputStream(channel);
    }

    private <T> void set(SocketOption<T> name, T value) throws SocketException {
        try {
            var _ = channel.setOption(name, value);
        } catch (IOException e) {
            throw (SocketException) new SocketException("Socket closed").initCause(e);
        }
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        set(StandardSocketOptions.TCP_NODELAY, on);
    }

    @Override
    public void setKeepAlive(boolean on) throws SocketException {
        set(StandardSocketOptions.SO_KEEPALIVE, on);
    }

    @Override
    public void setReuseAddress(boolean on) throws SocketException {
        set(StandardSocketOptions.SO_REUSEADDR, on);
    }

    @Override
    public void setSendBufferSize(int size) throws SocketException {
        set(StandardSocketOptions.SO_SNDBUF, size);
    }

    @Override
    public void setReceiveBufferSize(int size) throws SocketException {
        set(StandardSocketOptions.SO_RCVBUF, size);
    }

    @Override
    public void setSoLinger(boolean on, int seconds) throws SocketException {
        set(StandardSocketOptions.SO_LINGER, on ? seconds : -1);
    }

    @Override
    public void setTrafficClass(int value) throws SocketException {
        set(StandardSocketOptions.IP_TOS, value);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
