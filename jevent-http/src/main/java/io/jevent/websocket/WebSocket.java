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

/**
 * One end of a WebSocket: whole messages in both directions, each with a plain call that waits.
 *
 * <p>A server makes one in its handler, with {@link #accept(Request, Response)}; a client with
 * {@link #connect(String)}. From then on both are alike. One greenlet at a time receives; any number may send, and
 * their messages do not mix. The peer's pings are answered, and a peer that vanished is found out by pings, without any
 * greenlet doing something, see {@link WebSocketOptions}.
 *
 * <p>A server's connection is closed when its handler returns, with 1000, or 1011 if it failed. When the server stops,
 * the peer is told 1001; {@link #receive()} then goes on until the peer has said that it closes too.
 *
 * <p><b>Confinement:</b> hub-confined: greenlets of the hub that made it. For messages from elsewhere there is
 * {@link Broadcast}.
 *
 * @gevent {@code geventwebsocket.websocket.WebSocket}
 */
public final class WebSocket implements AutoCloseable {

    private static final long FOR_EVER = Long.MAX_VALUE;

    private final Session session;
    private final Optional<String> subprotocol;

    WebSocket(Session session, Optional<String> subprotocol) {
        this.session = session;
        this.subprotocol = subprotocol;
    }

    /**
     * Says whether a request asks for a WebSocket.
     *
     * @param request a request
     * @return true if {@link #accept(Request, Response)} makes sense
     * @switches never
     */
    public static boolean isRequested(Request request) {
        return ServerHandshake.isRequested(request);
    }

    /**
     * Accepts the WebSocket that a client asks for, with the usual options.
     *
     * @param request the request
     * @param response its answer, of which nothing was sent
     * @return the server's end
     * @throws HttpException if the request does not ask for a WebSocket (426), not in the right way (400, 426), or for
     *     a page from elsewhere (403); let it pass, and the client is told
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
     * @param response its answer, of which nothing was sent; headers that were set are sent too
     * @param options what is allowed
     * @return the server's end
     * @throws HttpException as {@link #accept(Request, Response)}
     * @throws IOException if the client is gone
     * @switches when it has to wait
     */
    public static WebSocket accept(Request request, Response response, WebSocketOptions options) throws IOException {
        return new ServerHandshake(request, options).accept(response);
    }

    /**
     * Connects to a server, with the usual options.
     *
     * @param uri where to: {@code ws://host:port/path?query}, or {@code wss://} for TLS
     * @return the client's end
     * @throws IOException as {@link #connect(String, WebSocketOptions)}
     * @throws IllegalArgumentException if it is no such address
     * @switches when it has to wait
     */
    public static WebSocket connect(String uri) throws IOException {
        return connect(uri, WebSocketOptions.DEFAULTS);
    }

    /**
     * Connects to a server.
     *
     * <p>If the wait is cut short by a kill or a timeout, nothing is left open.
     *
     * @param uri where to: {@code ws://host:port/path?query}, or {@code wss://} for TLS
     * @param options what to ask for, and what is allowed
     * @return the client's end
     * @throws HandshakeException if the server does not open a WebSocket, or not in the right way
     * @throws SocketTimeoutException if it takes longer than {@link WebSocketOptions#connectTimeout}
     * @throws IOException if it cannot be connected to
     * @throws IllegalArgumentException if it is no such address
     * @switches when it has to wait
     */
    public static WebSocket connect(String uri, WebSocketOptions options) throws IOException {
        return new ClientHandshake(uri, options).connect();
    }

    /**
     * Returns the next message, waiting for it.
     *
     * <p>If this greenlet is killed or a {@link Timeout} expires while it waits, nothing is lost: the message is there
     * for the next call.
     *
     * @return the message; empty when the connection is closed, by either end, or lost: {@link #status()} says which
     * @switches when it has to wait
     * @gevent {@code receive()}; returns None, or raises WebSocketError at the second time
     */
    public Optional<Message> receive() {
        try {
            return Optional.ofNullable(session.receive(FOR_EVER));
        } catch (SocketTimeoutException e) {
            throw new AssertionError("for ever has passed", e);
        }
    }

    /**
     * Returns the next message, waiting at most {@code timeout} for it.
     *
     * @param timeout the longest wait; zero polls once
     * @return the message; empty when the connection is closed
     * @throws SocketTimeoutException if the time passed first; nothing is lost, and the connection stays open
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @switches when it has to wait
     */
    public Optional<Message> receive(Duration timeout) throws SocketTimeoutException {
        return Optional.ofNullable(session.receive(Durations.nanos(timeout, "timeout")));
    }

    /**
     * Returns the next message, which has to be text; if it is not, the peer is told 1003, and this is the end.
     *
     * @return the text; empty when the connection is closed
     * @switches when it has to wait
     */
    public Optional<String> receiveText() {
        Optional<Message> message = receive();
        if (message.isPresent() && !(message.get() instanceof Message.Text)) {
            close(CloseStatus.UNSUPPORTED_DATA, "only text is understood here");
            return Optional.empty();
        }
        return message.map(text -> ((Message.Text) text).text());
    }

    /**
     * Returns the messages as they come, for a loop that ends when the connection is closed.
     *
     * @return the messages that are still to come; each is received when the loop asks for it
     */
    public Iterable<Message> messages() {
        return () -> new Messages(this);
    }

    /**
     * Sends a message of text. It waits while the peer reads too slowly, and returns when the message is on its way:
     * handed over whole to the connection.
     *
     * <p>If this greenlet is killed or a {@link Timeout} expires while it waits, nothing of the message is sent, and
     * the connection stays as it is.
     *
     * @param text the message; characters that are half a pair become question marks
     * @throws WebSocketClosedException if the connection is closed
     * @throws IOException if it fails
     * @switches when it has to wait
     * @gevent {@code send(message)}
     */
    public void send(String text) throws IOException {
        session.sendText(text, FOR_EVER);
    }

    /**
     * Sends a message of text, waiting at most {@code timeout} for its turn; otherwise as {@link #send(String)}.
     *
     * @param text the message
     * @param timeout the longest wait; zero sends only what can be sent at once
     * @throws SocketTimeoutException if the time passed first; nothing of the message was sent
     * @throws IOException as {@link #send(String)}
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @switches when it has to wait
     */
    public void send(String text, Duration timeout) throws IOException {
        session.sendText(text, Durations.nanos(timeout, "timeout"));
    }

    /**
     * Sends a message of bytes; as {@link #send(String)}.
     *
     * @param bytes the message; it may be changed as soon as this returns
     * @throws IOException as {@link #send(String)}
     * @switches when it has to wait
     * @gevent {@code send(message, binary=True)}
     */
    public void send(byte[] bytes) throws IOException {
        session.sendBinary(bytes, FOR_EVER);
    }

    /**
     * Sends a message of bytes, waiting at most {@code timeout} for its turn; as {@link #send(String, Duration)}.
     *
     * @param bytes the message; it may be changed as soon as this returns
     * @param timeout the longest wait; zero sends only what can be sent at once
     * @throws IOException as {@link #send(String, Duration)}
     * @switches when it has to wait
     */
    public void send(byte[] bytes, Duration timeout) throws IOException {
        session.sendBinary(bytes, Durations.nanos(timeout, "timeout"));
    }

    /**
     * Closes the connection with 1000; as {@link #close(int, String)}.
     *
     * @switches when it has to wait
     */
    @Override
    public void close() {
        session.close(new CloseStatus(CloseStatus.NORMAL, ""));
    }

    /**
     * Tells the peer that this end closes, and waits until it says so too, but not longer than
     * {@link WebSocketOptions#closeTimeout}. What was sent before arrives before; what the peer sends until then is
     * dropped. A second call, or one after the peer has closed, does nothing but wait for the end.
     *
     * <p>If the wait is cut short, the connection is closed at once.
     *
     * @param code why: 1000, for example; see {@link CloseStatus}
     * @param reason words for people who look for faults; at most 123 bytes
     * @throws IllegalArgumentException if the code may not be sent, or the reason is too long
     * @switches when it has to wait
     * @gevent {@code close(code, message)}, which does not wait
     */
    public void close(int code, String reason) {
        session.close(CloseStatus.checked(code, reason));
    }

    /**
     * Closes the connection at once, without a word to the peer.
     *
     * @switches never
     */
    public void abort() {
        session.abort();
    }

    /**
     * Says whether messages can be sent.
     *
     * @return false from the moment one of the ends has closed, or the connection was lost
     * @switches never
     */
    public boolean isOpen() {
        return session.isOpen();
    }

    /**
     * Returns why the connection is closed: what the peer said if it said something, otherwise what this end did.
     *
     * @return code and reason; {@link CloseStatus#ABNORMAL} if it was lost or given up; empty while it is open
     * @switches never
     */
    public Optional<CloseStatus> status() {
        return session.isOpen() ? Optional.empty() : Optional.of(session.status());
    }

    /**
     * Returns the protocol that is spoken in the messages.
     *
     * @return the one that both ends know, see {@link WebSocketOptions#subprotocols}; empty if there is none
     * @switches never
     */
    public Optional<String> subprotocol() {
        return subprotocol;
    }

    /**
     * Returns where the peer is.
     *
     * @return its address; empty for a socket without a name
     * @switches never
     */
    public Optional<SocketAddress> remoteAddress() {
        return Optional.ofNullable(session.stream().remoteAddress());
    }

    Session session() {
        return session;
    }

    @Override
    public String toString() {
        return session.toString();
    }
}
