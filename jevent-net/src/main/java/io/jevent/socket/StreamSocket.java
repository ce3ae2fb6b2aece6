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
 * A connected stream, by TCP or by a Unix domain socket, on the hub's loop.
 *
 * <p>One greenlet may read while another one writes; a second reader, or a second writer while the first is in the
 * middle of its bytes, is refused with both named. Reading takes what has come, without a switch; only if nothing has
 * it waits. Sending returns when the operating system has taken everything, so a peer that does not read makes the
 * sender wait: a socket holds back at most 64 KiB of output, and about 192 KiB of input that nobody has read. A
 * greenlet that sends again and again without having to wait gives way to the others now and then.
 *
 * <p>Closing a socket, or shutting one direction down, wakes who waits for it with a {@link java.net.SocketException}
 * that says who did it. When the peer has closed its side, reads return the end after the last byte; when it has broken
 * the connection, they throw after the last byte.
 *
 * <p>{@code TCP_NODELAY} is on: what is sent in one call goes out at once.
 *
 * <p><b>Confinement:</b> hub-confined: only greenlets and callbacks of the hub that made it may use it; others get an
 * {@link io.jevent.exceptions.InvalidThreadUseException}.
 *
 * @gevent {@code gevent.socket.socket} of type {@code SOCK_STREAM}
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
     * Connects to an address in writing; see {@link #connect(SocketAddress)}.
     *
     * @param address as {@link Addresses#parse} reads it
     * @return the connected socket
     * @throws IOException if it cannot be connected to
     * @throws IllegalArgumentException if it is not an address
     * @switches when it has to wait
     */
    public static StreamSocket connect(String address) throws IOException {
        return connect(Addresses.parse(address));
    }

    /**
     * Connects to an address in writing; see {@link #connect(SocketAddress, SocketAddress, Duration)}.
     *
     * @param address as {@link Addresses#parse} reads it
     * @param timeout the longest time for all of it
     * @return the connected socket
     * @throws IOException if it cannot be connected to
     * @throws IllegalArgumentException if it is not an address
     * @switches when it has to wait
     */
    public static StreamSocket connect(String address, Duration timeout) throws IOException {
        return connect(Addresses.parse(address), timeout);
    }

    /**
     * Connects to an address. A host name that was not looked up is looked up without holding the hub, and its
     * addresses are tried one after the other.
     *
     * <p>If the wait is cut short by a kill or a timeout, nothing is left open.
     *
     * @param address where to
     * @return the connected socket
     * @throws java.net.ConnectException if it is refused; the message names the address
     * @throws java.net.UnknownHostException if there is no such host
     * @throws IOException if it cannot be connected to: the failure of the last address, the others suppressed in it
     * @switches when it has to wait
     * @gevent {@code socket.create_connection(address)}
     */
    public static StreamSocket connect(SocketAddress address) throws IOException {
        return new StreamSocket(Connector.connect(address, null, FOR_EVER));
    }

    /**
     * As {@link #connect(SocketAddress)}, in a limited time.
     *
     * @param address where to
     * @param timeout the longest time for all of it; zero takes only what can be connected to at once
     * @return the connected socket
     * @throws java.net.SocketTimeoutException if the time passed first
     * @throws IOException if it cannot be connected to
     * @switches when it has to wait
     * @gevent {@code socket.create_connection(address, timeout)}
     */
    public static StreamSocket connect(SocketAddress address, Duration timeout) throws IOException {
        return new StreamSocket(Connector.connect(address, null, Durations.nanos(timeout, "timeout")));
    }

    /**
     * As {@link #connect(SocketAddress, Duration)}, from a certain local address.
     *
     * @param address where to
     * @param from the local address; port 0 for any
     * @param timeout the longest time for all of it
     * @return the connected socket
     * @throws java.net.SocketTimeoutException if the time passed first
     * @throws IOException if it cannot be connected to
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
     * Makes two sockets that are connected to each other.
     *
     * @return the pair, by a Unix domain socket that nobody else can connect to
     * @throws IOException if that is not possible
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
     * Reads what has come, waiting for at least one byte.
     *
     * <p>If the wait is cut short by a kill or a timeout, nothing is lost: the next read gets what comes.
     *
     * @param max the most to read
     * @return what was read; empty at the end of the stream (or if {@code max} is 0)
     * @throws java.net.SocketTimeoutException if the limit of this socket passed first
     * @throws java.net.SocketException if the peer broke the connection, or this socket is closed, before or meanwhile
     * @throws io.jevent.exceptions.ConcurrentObjectUseException if another greenlet waits to read
     * @throws IllegalArgumentException if {@code max} is negative
     * @switches when it has to wait
     * @gevent {@code recv(n)}
     */
    public byte[] recv(int max) throws IOException {
        return stream.input().readSome(checkMax(max), timeoutNanos());
    }

    /**
     * As {@link #recv(int)}, in a limited time.
     *
     * @param max the most to read
     * @param limit the longest wait; zero polls
     * @return what was read; empty at the end of the stream
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
     * Reads what has come into an array, waiting for at least one byte; otherwise as {@link #recv(int)}.
     *
     * @param target where to
     * @param offset where it begins there
     * @param length the most to read
     * @return how many bytes; -1 at the end of the stream
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
     * Reads what has come into a buffer, waiting for at least one byte; otherwise as {@link #recv(int)}.
     *
     * @param target where to
     * @return how many bytes; -1 at the end of the stream
     * @throws IOException as {@link #recv(int)}
     * @switches when it has to wait
     * @gevent {@code recv_into(buffer)}
     */
    @Override
    public int read(ByteBuffer target) throws IOException {
        return stream.input().read(target, timeoutNanos());
    }

    /**
     * As {@link #read(ByteBuffer)}, in a limited time.
     *
     * @param target where to
     * @param limit the longest wait; zero polls
     * @return how many bytes; -1 at the end of the stream
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
     * @param bytes what to send
     * @throws IOException as {@link #sendAll(ByteBuffer)}
     * @switches when it has to wait, and now and then to give way
     */
    public void sendAll(byte[] bytes) throws IOException {
        sendAll(ByteBuffer.wrap(bytes));
    }

    /**
     * Sends a part of an array; see {@link #sendAll(ByteBuffer)}.
     *
     * @param bytes what to send
     * @param offset where it begins there
     * @param length how many bytes
     * @throws IOException as {@link #sendAll(ByteBuffer)}
     * @throws IndexOutOfBoundsException if the range is not in the array
     * @switches when it has to wait, and now and then to give way
     */
    public void sendAll(byte[] bytes, int offset, int length) throws IOException {
        sendAll(ByteBuffer.wrap(bytes, offset, length));
    }

    /**
     * Sends all of a buffer: returns when the operating system has taken it.
     *
     * <p>If it is cut short, by a kill, a timeout or a failure, a part may have been sent: the position of
     * {@code bytes} and {@link #bytesSent} tell how far it came. What lies before is sent unless the socket is closed,
     * what lies behind is not; the bytes may be used again at once.
     *
     * @param bytes what to send, from its position to its limit
     * @throws java.net.SocketTimeoutException if the limit of this socket passed first; its {@code bytesTransferred}
     *     says how far it came
     * @throws java.net.SocketException if the peer broke the connection, or the output or the socket is closed, before
     *     or meanwhile
     * @throws io.jevent.exceptions.ConcurrentObjectUseException if another greenlet is in the middle of sending
     * @switches when it has to wait, and now and then to give way
     * @gevent {@code sendall(data)}
     */
    public void sendAll(ByteBuffer bytes) throws IOException {
        stream.output().send(bytes, timeoutNanos());
    }

    /**
     * As {@link #sendAll(ByteBuffer)}, in a limited time.
     *
     * @param bytes what to send
     * @param limit the longest time for all of it; zero sends what can be sent at once
     * @throws java.net.SocketTimeoutException if the time passed first
     * @throws IOException as {@link #sendAll(ByteBuffer)}
     * @switches when it has to wait, and now and then to give way
     */
    public void sendAll(ByteBuffer bytes, Duration limit) throws IOException {
        stream.output().send(bytes, Durations.nanos(limit, "limit"));
    }

    /**
     * Sends all of a buffer, as {@link #sendAll(ByteBuffer)}.
     *
     * @param source what to send
     * @return how much that was
     * @throws IOException as {@link #sendAll(ByteBuffer)}
     * @switches when it has to wait, and now and then to give way
     */
    @Override
    public int write(ByteBuffer source) throws IOException {
        int length = source.remaining();
        stream.output().send(source, timeoutNanos());
        return length;
    }

    /**
     * Sends a part of a file, without copying it where the system can. Reading the file from a slow disk holds the hub.
     *
     * <p>If it is cut short, a part may have been sent; {@link #bytesSent} tells how far it came.
     *
     * @param file the file; its own position is neither used nor changed
     * @param position where the part begins
     * @param count how many bytes
     * @return how many bytes were sent: fewer than {@code count} if the file ends before
     * @throws IOException as {@link #sendAll(ByteBuffer)}, or if the file cannot be read
     * @throws IllegalArgumentException if {@code position} or {@code count} is negative
     * @switches when it has to wait, and now and then to give way
     * @gevent {@code sendfile(file, offset, count)}
     */
    public long sendFile(FileChannel file, long position, long count) throws IOException {
        if (position < 0 || count < 0) {
            throw new IllegalArgumentException("position and count must not be negative: " + position + ", " + count);
        }
        return stream.output().sendFile(file, position, count, timeoutNanos());
    }

    /**
     * Returns how many bytes were given to this socket to be sent and, unless it is closed before, are.
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
     * Returns this socket's output as a stream, without a buffer. Closing the stream closes the socket.
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
     * Returns this socket as one of the JDK, for libraries that want one: its reads and writes let other greenlets run.
     * Its {@link Socket#setSoTimeout} is its own and limits its reads; closing it closes this socket.
     *
     * @return the view, another one with each call
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
     * @throws IOException if the system refuses
     * @throws UnsupportedOperationException if this socket has no such option
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
     * @throws IOException if the system refuses
     * @throws UnsupportedOperationException if this socket has no such option
     * @switches never
     * @gevent {@code setsockopt}
     */
    public <T> void setOption(SocketOption<T> name, T value) throws IOException {
        Options.set(stream.channel(), name, value);
    }

    /**
     * Tells the peer that nothing more will be sent; reading goes on. Who waits to send gets a
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
     * Ends the input: what has come and was not read is dropped, and reads return the end. Who waits to read gets a
     * {@link java.net.SocketException}.
     *
     * @throws IOException if this socket is closed
     * @switches never
     * @gevent {@code shutdown(SHUT_RD)}
     */
    public void shutdownInput() throws IOException {
        stream.shutdownInput();
    }

    /**
     * Closes this socket. Who waits for it gets a {@link java.net.SocketException}. Does nothing if it is closed.
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
     * Returns a view that is ready when the operating system has taken all that was sent before.
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
