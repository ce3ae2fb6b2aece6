// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import io.jevent.Timeout;
import io.jevent.http.HttpException;
import io.jevent.http.Request;
import io.jevent.http.Response;
import io.jevent.hub.Durations;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * One end of a WebSocket: whole messages in both directions, each with a plain blocking call.
 *
 * <p>A server creates one in its handler, with {@link #accept(Request, Response)}, a client with
 * {@link #connect(String)}. From then on both are alike. One greenlet at a time may receive; any number may send, and
 * their messages do not mix. Pongs to the peer's pings, and pings that detect a peer that has vanished, need no
 * greenlet, see {@link WebSocketOptions}.
 *
 * <p>A server's connection is closed when its handler returns, with 1000, or 1011 if it failed. When the server stops,
 * it sends the peer a close with 1001; {@link #receive()} then still returns messages until the peer's close arrives.
 *
 * <p><b>Confinement:</b> hub-confined: for greenlets of the hub that created it. Other threads can send with a
 * {@link Broadcast}.
 *
 * @gevent {@code geventwebsocket.websocket.WebSocket}
 * @since 0.1
 */
public final class WebSocket implements AutoCloseable {

    private static final long FOR_EVER = Long.MAX_VALUE;

    private final WebSocketConnection connection;
    private final Optional<String> subprotocol;
    private final Optional<SocketAddress> remoteAddress;

    WebSocket(WebSocketConnection connection, Optional<String> subprotocol) {
        this(connection, subprotocol, Optional.ofNullable(connection.stream().remoteAddress()));
    }

    /** Creates the server's end, whose socket may stand for a stream of HTTP/2. */
    WebSocket(WebSocketConnection connection, Optional<String> subprotocol, Optional<SocketAddress> remoteAddress) {
        this.connection = connection;
        this.subprotocol = subprotocol;
        this.remoteAddress = remoteAddress;
    }

    /**
     * Returns whether a request asks for a WebSocket.
     *
     * @param request a request
     * @return true if {@link #accept(Request, Response)} can be called
     * @switches never
     */
    public static boolean isRequested(Request request) {
        return ServerHandshake.isRequested(request);
    }

    /**
     * Accepts the WebSocket that a client asks for, with the default options.
     *
     * @param request the request
     * @param response its response, of which nothing was sent
     * @return the server's end
     * @throws HttpException if the request does not ask for a WebSocket (426), is malformed (400, 426), or comes from a
     *     page of another site (403); let it propagate, so that the server responds with it
     * @throws IOException if the client is gone
     * @switches when it has to wait
     */
    public static WebSocket accept(Request request, Response response) throws IOException {
        return accept(request, response, WebSocketOptions.DEFAULTS);
    }

    /**
     * Accepts the WebSocket that a client asks for.
     *
     * @param request the request
     * @param response its response, of which nothing was sent; headers that were set are sent too
     * @param options the limits and settings
     * @return the server's end
     * @throws HttpException as {@link #accept(Request, Response)}
     * @throws IOException if the client is gone
     * @switches when it has to wait
     */
    public static WebSocket accept(Request request, Response response, WebSocketOptions options) throws IOException {
        return new ServerHandshake(request, options).accept(response);
    }

    /**
     * Connects to a server, with the default options.
     *
     * @param uri the address: {@code ws://host:port/path?query}, or {@code wss://} for TLS
     * @return the client's end
     * @throws IOException as {@link #connect(String, WebSocketOptions)}
     * @throws IllegalArgumentException if it is not such an address
     * @switches when it has to wait
     */
    public static WebSocket connect(String uri) throws IOException {
        return connect(uri, WebSocketOptions.DEFAULTS);
    }

    /**
     * Connects to a server.
     *
     * <p>If a kill or a timeout cancels the wait, the connection is closed.
     *
     * @param uri the address: {@code ws://host:port/path?query}, or {@code wss://} for TLS
     * @param options the limits and settings
     * @return the client's end
     * @throws HandshakeException if the server does not open a WebSocket, or its response is malformed
     * @throws SocketTimeoutException if it takes longer than {@link WebSocketOptions#connectTimeout}
     * @throws IOException if the server cannot be reached
     * @throws IllegalArgumentException if it is not such an address
     * @switches when it has to wait
     */
    public static WebSocket connect(String uri, WebSocketOptions options) throws IOException {
        return new ClientHandshake(uri, options).connect();
    }

    /**
     * Returns the next message; blocks until there is one.
     *
     * <p>If a kill or a {@link Timeout} cancels the wait, no message is lost: the next call returns it.
     *
     * @return the message; empty when the connection is closed, by either end, or lost: see {@link #status()}
     * @switches when it has to wait
     * @gevent {@code receive()}; returns None, or raises WebSocketError at the second time
     */
    public Optional<Message> receive() {
        try {
            return Optional.ofNullable(connection.receive(FOR_EVER));
        } catch (SocketTimeoutException e) {
            throw new AssertionError("for ever has passed", e);
        }
    }

    /**
     * Returns the next message; blocks at most for {@code timeout}.
     *
     * @param timeout the longest wait; zero polls once
     * @return the message; empty when the connection is closed
     * @throws SocketTimeoutException if the time passed first; no message is lost, and the connection stays open
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @switches when it has to wait
     */
    public Optional<Message> receive(Duration timeout) throws SocketTimeoutException {
        return Optional.ofNullable(connection.receive(Durations.nanos(timeout, "timeout")));
    }

    /**
     * Returns the next message, which must be text; any other one closes the connection with 1003.
     *
     * @return the text; empty when the connection is closed
     * @switches when it has to wait
     */
    public Optional<String> receiveText() {
        Optional<Message> message = receive();
        if (message.isPresent() && !(message.get() instanceof Message.Text)) {
            close(CloseStatus.UNSUPPORTED_DATA, "only text messages are supported");
            return Optional.empty();
        }
        return message.map(text -> ((Message.Text) text).text());
    }

    /**
     * Returns the messages as they arrive, for a loop that ends when the connection is closed.
     *
     * @return the messages; each is received when the loop asks for it
     */
    public Iterable<Message> messages() {
        return () -> new MessageIterator(this);
    }

    /**
     * Sends a text message. Blocks while the peer reads too slowly (backpressure), and returns when the whole message
     * was passed to the connection.
     *
     * <p>If a kill or a {@link Timeout} cancels the wait, nothing of the message is sent, and the connection stays
     * open.
     *
     * @param text the message; an unpaired surrogate is replaced by a question mark
     * @throws WebSocketClosedException if the connection is closed
     * @throws IOException if it fails
     * @switches when it has to wait
     * @gevent {@code send(message)}
     */
    public void send(String text) throws IOException {
        connection.sendText(text, FOR_EVER);
    }

    /**
     * Sends a text message; blocks at most for {@code timeout}. Otherwise as {@link #send(String)}.
     *
     * @param text the message
     * @param timeout the longest wait; zero sends only what can be sent at once
     * @throws SocketTimeoutException if the time passed first; nothing of the message was sent
     * @throws IOException as {@link #send(String)}
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @switches when it has to wait
     */
    public void send(String text, Duration timeout) throws IOException {
        connection.sendText(text, Durations.nanos(timeout, "timeout"));
    }

    /**
     * Sends a binary message; as {@link #send(String)}.
     *
     * @param bytes the message; it may be changed as soon as this returns
     * @throws IOException as {@link #send(String)}
     * @switches when it has to wait
     * @gevent {@code send(message, binary=True)}
     */
    public void send(byte[] bytes) throws IOException {
        connection.sendBinary(bytes, FOR_EVER);
    }

    /**
     * Sends a binary message; blocks at most for {@code timeout}, as {@link #send(String, Duration)}.
     *
     * @param bytes the message; it may be changed as soon as this returns
     * @param timeout the longest wait; zero sends only what can be sent at once
     * @throws IOException as {@link #send(String, Duration)}
     * @switches when it has to wait
     */
    public void send(byte[] bytes, Duration timeout) throws IOException {
        connection.sendBinary(bytes, Durations.nanos(timeout, "timeout"));
    }

    /**
     * Sends a ping. This end also sends pings by itself, see {@link WebSocketOptions#heartbeat}. Blocks while the peer
     * reads too slowly.
     *
     * @param payload what the peer's pong will have, at most 125 bytes
     * @throws IllegalArgumentException if there are more
     * @throws IOException as {@link #send(String)}
     * @switches when it has to wait
     */
    public void sendPing(byte[] payload) throws IOException {
        connection.sendControl(true, payload);
    }

    /**
     * Sends a pong that responds to no ping; to pings this end responds by itself. Otherwise as {@link #sendPing}.
     *
     * @param payload at most 125 bytes
     * @throws IllegalArgumentException if there are more
     * @throws IOException as {@link #send(String)}
     * @switches when it has to wait
     */
    public void sendPong(byte[] payload) throws IOException {
        connection.sendControl(false, payload);
    }

    /**
     * Sets an action for the pings and pongs of the peer, in place of the one that was set before. A client that sets
     * it before it first receives gets those that have arrived since the handshake at once, the last 16 of them.
     *
     * @param action receives true for a ping and false for a pong, and the payload; the hub calls it, so it must not
     *     block
     * @switches never
     */
    public void onControl(BiConsumer<Boolean, byte[]> action) {
        connection.onControl(action);
    }

    /**
     * Closes the connection with 1000; as {@link #close(int, String)}.
     *
     * @switches when it has to wait
     */
    @Override
    public void close() {
        connection.close(new CloseStatus(CloseStatus.NORMAL, ""));
    }

    /**
     * Sends a close, and blocks until the peer's close arrives, at most for {@link WebSocketOptions#closeTimeout}.
     * Messages that were sent before arrive before it; messages of the peer that arrive until then are dropped. A
     * second call, or one after the peer's close, only waits for the end.
     *
     * <p>If a kill or a timeout cancels the wait, the connection is closed at once.
     *
     * @param code the status code, for example 1000; see {@link CloseStatus}
     * @param reason a text for debugging, at most 123 bytes in UTF-8
     * @throws IllegalArgumentException if the code may not be sent, or the reason is too long
     * @switches when it has to wait
     * @gevent {@code close(code, message)}, which does not block
     */
    public void close(int code, String reason) {
        connection.close(CloseStatus.checked(code, reason));
    }

    /**
     * Closes the connection at once, without a close frame.
     *
     * @switches never
     */
    public void abort() {
        connection.abort();
    }

    /**
     * Returns whether messages can be sent.
     *
     * @return false as soon as one of the ends has closed, or the connection was lost
     * @switches never
     */
    public boolean isOpen() {
        return connection.isOpen();
    }

    /**
     * Returns the status with which the connection was closed: the peer's if its close has arrived, otherwise this
     * end's.
     *
     * @return code and reason; {@link CloseStatus#ABNORMAL} if it was lost or given up; empty while it is open
     * @switches never
     */
    public Optional<CloseStatus> status() {
        return connection.isOpen() ? Optional.empty() : Optional.of(connection.status());
    }

    /**
     * Returns the subprotocol of the messages.
     *
     * @return the subprotocol that the handshake selected, see {@link WebSocketOptions#subprotocols}; empty if there is
     *     none
     * @switches never
     */
    public Optional<String> subprotocol() {
        return subprotocol;
    }

    /**
     * Returns the address of the peer.
     *
     * @return the address; empty for a socket without a name
     * @switches never
     */
    public Optional<SocketAddress> remoteAddress() {
        return remoteAddress;
    }

    WebSocketConnection connection() {
        return connection;
    }

    @Override
    public String toString() {
        return connection.toString();
    }
}
