// SPDX-License-Identifier: Apache-2.0
package io.jevent.socket;

import io.jevent.hub.Durations;
import io.jevent.hub.Linkable;
import io.jevent.internal.netty.Connector;
import io.jevent.internal.netty.Options;
import io.jevent.internal.netty.SocketAccess;
import io.jevent.internal.netty.StreamChannel;
import io.jevent.internal.netty.StreamPair;
import io.jevent.select.Selectable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connected stream socket, TCP or Unix domain, on the hub's loop.
 *
 * <p>One greenlet may read while another writes. A second reader, or a second writer while the first is in the middle
 * of its bytes, gets an exception that names both greenlets. A read takes the bytes that have arrived, without a
 * switch, and blocks only if there are none. A send returns when the operating system has taken all bytes, so a peer
 * that does not read exerts backpressure on the sender: a socket buffers at most 64 KiB of output and about 192 KiB of
 * unread input. A greenlet that sends many times without having to wait yields to other greenlets.
 *
 * <p>Closing a socket, or shutting one direction down, wakes the greenlet that waits for it with a
 * {@link java.net.SocketException} that names the closing greenlet. When the peer has shut its output down, reads
 * return the end of the stream after the last byte; when it has reset the connection, they throw after the last byte.
 *
 * <p>{@code TCP_NODELAY} is on: the bytes of one send are transmitted at once.
 *
 * <p><b>Confinement:</b> hub-confined: only greenlets and callbacks of the hub that created it may use it; others get
 * an {@link io.jevent.exceptions.InvalidThreadUseException}.
 *
 * @gevent {@code gevent.socket.socket} of type {@code SOCK_STREAM}
 * @since 0.1
 */
public final class StreamSocket extends BaseSocket implements ByteChannel, Selectable {

    private final StreamChannel stream;

    static {
        SocketAccess.register(socket -> ((StreamSocket) socket).stream, StreamSocket::new);
    }

    private @Nullable SocketInput inputStream;
    private @Nullable SocketOutput outputStream;

    StreamSocket(StreamChannel stream) {
        this.stream = stream;
    }

    /**
     * Connects to an address in text form; see {@link #connect(SocketAddress)}.
     *
     * @param address in the form of {@link Addresses#parse}
     * @return the connected socket
     * @throws IOException if the connection cannot be made
     * @throws IllegalArgumentException if {@code address} is not an address
     * @switches when it has to wait
     */
    public static StreamSocket connect(String address) throws IOException {
        return connect(Addresses.parse(address));
    }

    /**
     * Connects to an address in text form; see {@link #connect(SocketAddress, SocketAddress, Duration)}.
     *
     * @param address in the form of {@link Addresses#parse}
     * @param timeout the longest time for the look-up and all attempts
     * @return the connected socket
     * @throws IOException if the connection cannot be made
     * @throws IllegalArgumentException if {@code address} is not an address
     * @switches when it has to wait
     */
    public static StreamSocket connect(String address, Duration timeout) throws IOException {
        return connect(Addresses.parse(address), timeout);
    }

    /**
     * Connects to an address. An unresolved host name is looked up without blocking the hub, and its addresses are
     * tried one after the other.
     *
     * <p>If a kill or a timeout cancels the wait, nothing stays open.
     *
     * @param address the address to connect to
     * @return the connected socket
     * @throws java.net.ConnectException if the connection is refused; the message names the address
     * @throws java.net.UnknownHostException if the host name cannot be resolved
     * @throws IOException if the connection cannot be made: the failure of the last address, with the others suppressed
     * @switches when it has to wait
     * @gevent {@code socket.create_connection(address)}
     */
    public static StreamSocket connect(SocketAddress address) throws IOException {
        return new StreamSocket(Connector.connect(address, null, FOR_EVER));
    }

    /**
     * Connects as {@link #connect(SocketAddress)} does, with a time limit.
     *
     * @param address the address to connect to
     * @param timeout the longest time for the look-up and all attempts; zero connects only if that does not block
     * @return the connected socket
     * @throws java.net.SocketTimeoutException if the time passed first
     * @throws IOException if the connection cannot be made
     * @switches when it has to wait
     * @gevent {@code socket.create_connection(address, timeout)}
     */
    public static StreamSocket connect(SocketAddress address, Duration timeout) throws IOException {
        return new StreamSocket(Connector.connect(address, null, Durations.nanos(timeout, "timeout")));
    }

    /**
     * Connects as {@link #connect(SocketAddress, Duration)} does, from a given local address.
     *
     * @param address the address to connect to
     * @param from the local address; port 0 for any
     * @param timeout the longest time for the look-up and all attempts
     * @return the connected socket
     * @throws java.net.SocketTimeoutException if the time passed first
     * @throws IOException if the connection cannot be made
     * @switches when it has to wait
     * @gevent {@code socket.create_connection(address, timeout, source_address)}
     */
    public static StreamSocket connect(SocketAddress address, SocketAddress from, Duration timeout) throws IOException {
        return new StreamSocket(
                Connector.connect(address, Objects.requireNonNull(from, "from"), Durations.nanos(timeout, "timeout")));
    }

    /**
     * Two sockets that are connected to each other.
     *
     * @param first one end
     * @param second the other end
     * @since 0.1
     */
    public record Pair(StreamSocket first, StreamSocket second) implements AutoCloseable {

        /** Closes both ends. */
        @Override
        public void close() {
            first.close();
            second.close();
        }
    }

    /**
     * Creates two sockets that are connected to each other.
     *
     * @return the pair, connected through a Unix domain socket that no other process can connect to
     * @throws IOException if the operating system refuses
     * @switches when it has to wait
     * @gevent {@code socket.socketpair()}
     */
    public static Pair pair() throws IOException {
        StreamPair pair = StreamPair.make();
        return new Pair(new StreamSocket(pair.first()), new StreamSocket(pair.second()));
    }

    StreamChannel stream() {
        return stream;
    }

    /**
     * Reads the bytes that have arrived, waiting for at least one.
     *
     * <p>If a kill or a timeout cancels the wait, nothing is lost: the next read gets the bytes.
     *
     * @param max the largest number of bytes to read
     * @return the bytes; empty at the end of the stream, or if {@code max} is 0
     * @throws java.net.SocketTimeoutException if the limit of this socket passed first
     * @throws java.net.SocketException if the peer reset the connection, or this socket is closed before or during the
     *     call
     * @throws io.jevent.exceptions.ConcurrentObjectUseException if another greenlet waits to read
     * @throws IllegalArgumentException if {@code max} is negative
     * @switches when it has to wait
     * @gevent {@code recv(n)}
     */
    public byte[] recv(int max) throws IOException {
        return stream.input().readSome(checkMax(max), timeoutNanos());
    }

    /**
     * Reads as {@link #recv(int)} does, with a time limit.
     *
     * @param max the largest number of bytes to read
     * @param limit the longest wait; zero polls
     * @return the bytes; empty at the end of the stream
     * @throws java.net.SocketTimeoutException if the time passed first
     * @throws IOException as {@link #recv(int)}
     * @switches when it has to wait
     */
    public byte[] recv(int max, Duration limit) throws IOException {
        return stream.input().readSome(checkMax(max), Durations.nanos(limit, "limit"));
    }

    private static int checkMax(int max) {
        if (max < 0) {
            throw new IllegalArgumentException("max must not be negative: " + max);
        }
        return max;
    }

    /**
     * Reads the bytes that have arrived into an array, waiting for at least one; otherwise as {@link #recv(int)}.
     *
     * @param target the array to read into
     * @param offset the index of the first byte in the array
     * @param length the largest number of bytes to read
     * @return the number of bytes read; -1 at the end of the stream
     * @throws IOException as {@link #recv(int)}
     * @throws IndexOutOfBoundsException if the range is not in the array
     * @switches when it has to wait
     * @gevent {@code recv_into(buffer)}
     */
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        return stream.input().read(target, offset, length, timeoutNanos());
    }

    /**
     * Reads the bytes that have arrived into a buffer, waiting for at least one; otherwise as {@link #recv(int)}.
     *
     * @param target the buffer to read into
     * @return the number of bytes read; -1 at the end of the stream
     * @throws IOException as {@link #recv(int)}
     * @switches when it has to wait
     * @gevent {@code recv_into(buffer)}
     */
    @Override
    public int read(ByteBuffer target) throws IOException {
        return stream.input().read(target, timeoutNanos());
    }

    /**
     * Reads as {@link #read(ByteBuffer)} does, with a time limit.
     *
     * @param target the buffer to read into
     * @param limit the longest wait; zero polls
     * @return the number of bytes read; -1 at the end of the stream
     * @throws java.net.SocketTimeoutException if the time passed first
     * @throws IOException as {@link #recv(int)}
     * @switches when it has to wait
     */
    public int read(ByteBuffer target, Duration limit) throws IOException {
        return stream.input().read(target, Durations.nanos(limit, "limit"));
    }

    /**
     * Sends all of an array; see {@link #sendAll(ByteBuffer)}.
     *
     * @param bytes the bytes to send
     * @throws IOException as {@link #sendAll(ByteBuffer)}
     * @switches when it has to wait, and sometimes to yield
     */
    public void sendAll(byte[] bytes) throws IOException {
        sendAll(ByteBuffer.wrap(bytes));
    }

    /**
     * Sends a part of an array; see {@link #sendAll(ByteBuffer)}.
     *
     * @param bytes the bytes to send
     * @param offset the index of the first byte in the array
     * @param length the number of bytes
     * @throws IOException as {@link #sendAll(ByteBuffer)}
     * @throws IndexOutOfBoundsException if the range is not in the array
     * @switches when it has to wait, and sometimes to yield
     */
    public void sendAll(byte[] bytes, int offset, int length) throws IOException {
        sendAll(ByteBuffer.wrap(bytes, offset, length));
    }

    /**
     * Sends all bytes of a buffer, and returns when the operating system has taken them.
     *
     * <p>If a kill, a timeout or a failure ends the call early, some of the bytes may have been sent: the position of
     * {@code bytes} and {@link #bytesSent} show how many. The bytes before the position are transmitted unless the
     * socket is closed, the bytes after it are not. The caller may reuse the buffer at once.
     *
     * @param bytes the bytes to send, from its position to its limit
     * @throws java.net.SocketTimeoutException if the limit of this socket passed first; its {@code bytesTransferred} is
     *     the number of bytes sent
     * @throws java.net.SocketException if the peer reset the connection, or the output or the socket is closed before
     *     or during the call
     * @throws io.jevent.exceptions.ConcurrentObjectUseException if another greenlet is in the middle of sending
     * @switches when it has to wait, and sometimes to yield
     * @gevent {@code sendall(data)}
     */
    public void sendAll(ByteBuffer bytes) throws IOException {
        stream.output().send(bytes, timeoutNanos());
    }

    /**
     * Sends as {@link #sendAll(ByteBuffer)} does, with a time limit.
     *
     * @param bytes the bytes to send
     * @param limit the longest time for all bytes; zero sends what can be sent without blocking
     * @throws java.net.SocketTimeoutException if the time passed first
     * @throws IOException as {@link #sendAll(ByteBuffer)}
     * @switches when it has to wait, and sometimes to yield
     */
    public void sendAll(ByteBuffer bytes, Duration limit) throws IOException {
        stream.output().send(bytes, Durations.nanos(limit, "limit"));
    }

    /**
     * Sends all of a buffer, as {@link #sendAll(ByteBuffer)}.
     *
     * @param source the bytes to send
     * @return the number of bytes sent
     * @throws IOException as {@link #sendAll(ByteBuffer)}
     * @switches when it has to wait, and sometimes to yield
     */
    @Override
    public int write(ByteBuffer source) throws IOException {
        int length = source.remaining();
        stream.output().send(source, timeoutNanos());
        return length;
    }

    /**
     * Sends a part of a file, with the operating system's zero-copy transfer where it has one. Reading the file from a
     * slow disk blocks the hub.
     *
     * <p>If the call ends early, some of the bytes may have been sent; {@link #bytesSent} shows how many.
     *
     * @param file the file; its own position is neither used nor changed
     * @param position the position of the first byte in the file
     * @param count the number of bytes
     * @return the number of bytes sent; less than {@code count} if the file ends earlier
     * @throws IOException as {@link #sendAll(ByteBuffer)}, or if the file cannot be read
     * @throws IllegalArgumentException if {@code position} or {@code count} is negative
     * @switches when it has to wait, and sometimes to yield
     * @gevent {@code sendfile(file, offset, count)}
     */
    public long sendFile(FileChannel file, long position, long count) throws IOException {
        if (position < 0 || count < 0) {
            throw new IllegalArgumentException("position and count must not be negative: " + position + ", " + count);
        }
        return stream.output().sendFile(file, position, count, timeoutNanos());
    }

    /**
     * Returns the number of bytes that were given to this socket to send. They are transmitted unless the socket is
     * closed first.
     *
     * @return a count that only grows
     * @switches never
     */
    public long bytesSent() {
        return stream.output().sent();
    }

    /**
     * Returns this socket's input as a stream. Closing the stream closes the socket.
     *
     * @return the stream, always the same
     * @switches never
     * @gevent {@code makefile('rb')}
     */
    public InputStream inputStream() {
        if (inputStream == null) {
            inputStream = new SocketInput(this, this::timeoutNanos);
        }
        return inputStream;
    }

    /**
     * Returns this socket's output as an unbuffered stream. Closing the stream closes the socket.
     *
     * @return the stream, always the same
     * @switches never
     * @gevent {@code makefile('wb')}
     */
    public OutputStream outputStream() {
        if (outputStream == null) {
            outputStream = new SocketOutput(this, this::timeoutNanos);
        }
        return outputStream;
    }

    /**
     * Returns a {@link Socket} view of this socket, for libraries that need one. Its reads and writes block only the
     * calling greenlet. The view's {@link Socket#setSoTimeout} limits the reads of the view only; closing the view
     * closes this socket.
     *
     * @return a new view
     * @switches never
     */
    public Socket asSocket() {
        return SocketView.of(this);
    }

    /**
     * Reads an option.
     *
     * @param <T> the type of its value
     * @param name one of {@link java.net.StandardSocketOptions}
     * @return its value
     * @throws IOException if the operating system refuses
     * @throws UnsupportedOperationException if this socket does not have the option
     * @switches never
     * @gevent {@code getsockopt}
     */
    public <T> T option(SocketOption<T> name) throws IOException {
        return Options.get(stream.channel(), name);
    }

    /**
     * Sets an option.
     *
     * @param <T> the type of its value
     * @param name one of {@link java.net.StandardSocketOptions}
     * @param value the value
     * @throws IOException if the operating system refuses
     * @throws UnsupportedOperationException if this socket does not have the option
     * @switches never
     * @gevent {@code setsockopt}
     */
    public <T> void setOption(SocketOption<T> name, T value) throws IOException {
        Options.set(stream.channel(), name, value);
    }

    /**
     * Tells the peer that this end sends nothing more; reading continues. A greenlet that waits to send gets a
     * {@link java.net.SocketException}.
     *
     * @throws IOException if this socket is closed
     * @switches never
     * @gevent {@code shutdown(SHUT_WR)}
     */
    public void shutdownOutput() throws IOException {
        stream.shutdownOutput();
    }

    /**
     * Ends the input: drops the bytes that were not read; later reads return the end of the stream. A greenlet that
     * waits to read gets a {@link java.net.SocketException}.
     *
     * @throws IOException if this socket is closed
     * @switches never
     * @gevent {@code shutdown(SHUT_RD)}
     */
    public void shutdownInput() throws IOException {
        stream.shutdownInput();
    }

    /**
     * Closes this socket. A greenlet that waits for it gets a {@link java.net.SocketException}. Does nothing if the
     * socket is closed.
     *
     * @switches never
     * @gevent {@code close()}
     */
    @Override
    public void close() {
        stream.close();
    }

    @Override
    public boolean isOpen() {
        return stream.isOpen();
    }

    @Override
    public Linkable readable() {
        return stream.input();
    }

    /**
     * Returns a view that is ready when the operating system has taken all bytes sent before.
     *
     * @return the view, always the same
     */
    @Override
    public Linkable writable() {
        return stream.output();
    }

    /**
     * Returns the address of this end.
     *
     * @return an {@link java.net.InetSocketAddress} or a {@link java.net.UnixDomainSocketAddress}; empty for a Unix
     *     socket without a name
     * @switches never
     * @gevent {@code getsockname()}
     */
    public Optional<SocketAddress> localAddress() {
        return Optional.ofNullable(stream.localAddress());
    }

    /**
     * Returns the address of the other end.
     *
     * @return an {@link java.net.InetSocketAddress} or a {@link java.net.UnixDomainSocketAddress}; empty for a Unix
     *     socket without a name
     * @switches never
     * @gevent {@code getpeername()}
     */
    public Optional<SocketAddress> remoteAddress() {
        return Optional.ofNullable(stream.remoteAddress());
    }

    @Override
    public String toString() {
        return stream.toString();
    }
}
