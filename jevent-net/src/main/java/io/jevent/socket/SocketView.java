// SPDX-License-Identifier: Apache-2.0
package io.jevent.socket;

import io.jevent.internal.netty.Options;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A {@link Socket} view of a {@link StreamSocket}; it is connected from its creation. */
final class SocketView extends Socket {

    private final StreamSocket socket;
    private final InputStream input;
    private final OutputStream output;
    private int soTimeout;

    private SocketView(StreamSocket socket) throws SocketException {
        super((SocketImpl) null);
        this.socket = socket;
        this.input = new SocketInput(socket, this::readLimit);
        this.output = new SocketOutput(socket, () -> BaseSocket.FOR_EVER);
    }

    static SocketView of(StreamSocket socket) {
        try {
            return new SocketView(socket);
        } catch (SocketException e) {
            throw new IllegalStateException("the JDK does not let a socket be made without an implementation", e);
        }
    }

    /** Converts {@code SO_TIMEOUT}: zero means no limit. */
    private long readLimit() {
        return soTimeout == 0 ? BaseSocket.FOR_EVER : TimeUnit.MILLISECONDS.toNanos(soTimeout);
    }

    private void checkOpen() throws SocketException {
        if (isClosed()) {
            throw new SocketException("Socket is closed");
        }
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
        connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        checkOpen();
        throw new SocketException("already connected: " + socket);
    }

    @Override
    public void bind(@Nullable SocketAddress address) throws IOException {
        checkOpen();
        throw new SocketException("already bound: " + socket);
    }

    private static @Nullable InetSocketAddress inet(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet : null;
    }

    @Override
    public @Nullable InetAddress getInetAddress() {
        InetSocketAddress remote = inet(getRemoteSocketAddress());
        return remote == null ? null : remote.getAddress();
    }

    @Override
    public InetAddress getLocalAddress() {
        InetSocketAddress local = inet(getLocalSocketAddress());
        return local == null ? InetAddress.getLoopbackAddress() : local.getAddress();
    }

    @Override
    public int getPort() {
        InetSocketAddress remote = inet(getRemoteSocketAddress());
        return remote == null ? 0 : remote.getPort();
    }

    @Override
    public int getLocalPort() {
        InetSocketAddress local = inet(getLocalSocketAddress());
        return local == null ? -1 : local.getPort();
    }

    @Override
    public @Nullable SocketAddress getRemoteSocketAddress() {
        return socket.remoteAddress().orElse(null);
    }

    @Override
    public @Nullable SocketAddress getLocalSocketAddress() {
        return socket.localAddress().orElse(null);
    }

    @Override
    public @Nullable SocketChannel getChannel() {
        return null;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        checkOpen();
        if (isInputShutdown()) {
            throw new SocketException("Socket input is shutdown");
        }
        return input;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        checkOpen();
        if (isOutputShutdown()) {
            throw new SocketException("Socket output is shutdown");
        }
        return output;
    }

    @Override
    public void setSoTimeout(int timeout) throws SocketException {
        checkOpen();
        if (timeout < 0) {
            throw new IllegalArgumentException("timeout must not be negative: " + timeout);
        }
        soTimeout = timeout;
    }

    @Override
    public int getSoTimeout() throws SocketException {
        checkOpen();
        return soTimeout;
    }

    private <T> T get(SocketOption<T> name) throws SocketException {
        try {
            return getOption(name);
        } catch (SocketException e) {
            throw e;
        } catch (IOException e) {
            throw asSocketException(e);
        }
    }

    private <T> void set(SocketOption<T> name, T value) throws SocketException {
        try {
            setOption(name, value);
        } catch (SocketException e) {
            throw e;
        } catch (IOException e) {
            throw asSocketException(e);
        }
    }

    private static SocketException asSocketException(IOException cause) {
        var failure = new SocketException(cause.getMessage());
        failure.initCause(cause);
        return failure;
    }

    @Override
    public <T> Socket setOption(SocketOption<T> name, T value) throws IOException {
        checkOpen();
        socket.setOption(name, value);
        return this;
    }

    @Override
    public <T> T getOption(SocketOption<T> name) throws IOException {
        checkOpen();
        return socket.option(name);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return Options.known();
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        set(StandardSocketOptions.TCP_NODELAY, on);
    }

    @Override
    public boolean getTcpNoDelay() throws SocketException {
        return get(StandardSocketOptions.TCP_NODELAY);
    }

    @Override
    public void setSoLinger(boolean on, int linger) throws SocketException {
        set(StandardSocketOptions.SO_LINGER, on ? linger : -1);
    }

    @Override
    public int getSoLinger() throws SocketException {
        return get(StandardSocketOptions.SO_LINGER);
    }

    @Override
    public void sendUrgentData(int data) throws IOException {
        throw new SocketException("urgent data is not supported: " + socket);
    }

    @Override
    public void setOOBInline(boolean on) throws SocketException {
        if (on) {
            throw new SocketException("urgent data is not supported: " + socket);
        }
    }

    @Override
    public boolean getOOBInline() {
        return false;
    }

    @Override
    public void setSendBufferSize(int size) throws SocketException {
        set(StandardSocketOptions.SO_SNDBUF, size);
    }

    @Override
    public int getSendBufferSize() throws SocketException {
        return get(StandardSocketOptions.SO_SNDBUF);
    }

    @Override
    public void setReceiveBufferSize(int size) throws SocketException {
        set(StandardSocketOptions.SO_RCVBUF, size);
    }

    @Override
    public int getReceiveBufferSize() throws SocketException {
        return get(StandardSocketOptions.SO_RCVBUF);
    }

    @Override
    public void setKeepAlive(boolean on) throws SocketException {
        set(StandardSocketOptions.SO_KEEPALIVE, on);
    }

    @Override
    public boolean getKeepAlive() throws SocketException {
        return get(StandardSocketOptions.SO_KEEPALIVE);
    }

    @Override
    public void setTrafficClass(int trafficClass) throws SocketException {
        set(StandardSocketOptions.IP_TOS, trafficClass);
    }

    @Override
    public int getTrafficClass() throws SocketException {
        return get(StandardSocketOptions.IP_TOS);
    }

    @Override
    public void setReuseAddress(boolean on) throws SocketException {
        set(StandardSocketOptions.SO_REUSEADDR, on);
    }

    @Override
    public boolean getReuseAddress() throws SocketException {
        return get(StandardSocketOptions.SO_REUSEADDR);
    }

    @Override
    public void setPerformancePreferences(int connectionTime, int latency, int bandwidth) {
        // a hint that has no effect once the socket is connected
    }

    @Override
    public void close() {
        socket.close();
    }

    @Override
    public void shutdownInput() throws IOException {
        socket.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isBound() {
        return true;
    }

    @Override
    public boolean isClosed() {
        return !socket.isOpen();
    }

    @Override
    public boolean isInputShutdown() {
        return socket.stream().input().isShutDown();
    }

    @Override
    public boolean isOutputShutdown() {
        return socket.stream().output().hasEnded();
    }

    @Override
    public String toString() {
        return "Socket view of " + socket;
    }
}
