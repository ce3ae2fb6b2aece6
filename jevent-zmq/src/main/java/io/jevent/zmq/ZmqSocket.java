// SPDX-License-Identifier: Apache-2.0
package io.jevent.zmq;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jevent.exceptions.ConcurrentObjectUseException;
import io.jevent.exceptions.InvalidThreadUseException;
import io.jevent.hub.Durations;
import io.jevent.hub.Linkable;
import io.jevent.select.Selectable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import zmq.Msg;
import zmq.ZMQ;

/**
 * A ZeroMQ socket: sends and receives whole messages, over any number of connections, which it makes and restores
 * itself.
 *
 * <p>A message has one or more parts. {@link #recv()} receives the next part, {@link #recvMultipart()} all parts of a
 * message. A call that has to wait blocks only the calling greenlet. If a kill or a timeout cancels the wait, no
 * message is lost: a message that was not returned stays for the next receive, and a message whose send did not return
 * was not sent. To wait for several sockets, use {@link io.jevent.select.Select} or {@link io.jevent.select.Poll}.
 *
 * <p>One greenlet may wait to receive and one to send; a second one gets a {@link ConcurrentObjectUseException} that
 * names both.
 *
 * <p><b>Confinement:</b> hub-confined: only the hub of its context may use it; other threads get an
 * {@link InvalidThreadUseException}.
 *
 * @gevent {@code zmq.green.Socket}
 * @since 0.1
 */
public final class ZmqSocket implements Selectable, AutoCloseable {

    private final SocketCore core;
    private final ZmqType type;
    private final ZmqOptions options;

    ZmqSocket(SocketCore core, ZmqType type) {
        this.core = core;
        this.type = type;
        this.options = new ZmqOptions(core);
    }

    /**
     * Accepts connections at an address. A host name is looked up in another thread.
     *
     * @param endpoint {@code tcp://address:port} or {@code inproc://name}; the address {@code *} stands for all
     *     addresses of this machine, the port {@code *} for a free one
     * @return the endpoint with its actual port
     * @throws IllegalArgumentException if {@code endpoint} is not valid
     * @throws ZmqException if the address is in use or not of this machine, or the socket is closed
     * @switches when it has to wait
     */
    public String bind(String endpoint) {
        core.checkHub();
        Endpoints.prepare(endpoint);
        core.perform("bind to " + endpoint, base -> base.bind(endpoint));
        return lastEndpoint();
    }

    /**
     * Connects to an address in the background: as soon as a peer is there, and again whenever the connection is lost.
     * A host name is looked up in another thread.
     *
     * @param endpoint {@code tcp://address:port} or {@code inproc://name}
     * @throws IllegalArgumentException if {@code endpoint} is not valid
     * @throws ZmqException if the name cannot be resolved, or the socket is closed
     * @switches when it has to wait
     */
    public void connect(String endpoint) {
        core.checkHub();
        Endpoints.prepare(endpoint);
        core.perform("connect to " + endpoint, base -> base.connect(endpoint));
    }

    /**
     * Stops accepting connections at an address; existing connections stay.
     *
     * @param endpoint the result of {@link #bind}
     * @throws ZmqException if the socket is not bound to the endpoint
     * @switches never
     */
    public void unbind(String endpoint) {
        core.perform("unbind from " + endpoint, base -> base.termEndpoint(endpoint));
    }

    /**
     * Ends the connection to an address.
     *
     * @param endpoint the argument of {@link #connect}
     * @throws ZmqException if the socket is not connected to the endpoint
     * @switches never
     */
    public void disconnect(String endpoint) {
        core.perform("disconnect from " + endpoint, base -> base.termEndpoint(endpoint));
    }

    /**
     * Sends a message of one part; blocks while no peer has room for it. A PUB socket does not block but drops the
     * message, and so does a ROUTER for an unknown peer.
     *
     * @param message the message; it is copied
     * @throws ZmqException if it is the other side's turn, or the socket is closed
     * @throws ConcurrentObjectUseException if another greenlet waits to send
     * @switches when it has to wait
     */
    public void send(byte[] message) {
        var _ = core.send(message, false, Long.MAX_VALUE);
    }

    /**
     * Sends as {@link #send(byte[])} does, with a time limit.
     *
     * @param message the message; it is copied
     * @param timeout the longest wait; zero tries once
     * @return false if the time passed first
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @throws ZmqException if it is the other side's turn, or the socket is closed
     * @throws ConcurrentObjectUseException if another greenlet waits to send
     * @switches when it has to wait
     * @gevent {@code send} with {@code SNDTIMEO} or {@code NOBLOCK}, which raises {@code zmq.Again}
     */
    public boolean send(byte[] message, Duration timeout) {
        return core.send(message, false, Durations.nanos(timeout, "timeout"));
    }

    /**
     * Sends text in UTF-8, as {@link #send(byte[])} does.
     *
     * @param text the message
     * @throws ZmqException if it is the other side's turn, or the socket is closed
     * @throws ConcurrentObjectUseException if another greenlet waits to send
     * @switches when it has to wait
     * @gevent {@code send_string}
     */
    public void send(String text) {
        send(text.getBytes(UTF_8));
    }

    /**
     * Sends a message of several parts, either all of them or none.
     *
     * @param parts the parts, at least one; they are copied
     * @throws IllegalArgumentException if there are none
     * @throws ZmqException if it is the other side's turn, or the socket is closed
     * @throws ConcurrentObjectUseException if another greenlet waits to send
     * @switches when it has to wait
     * @gevent {@code send_multipart}
     */
    public void sendMultipart(List<byte[]> parts) {
        var _ = core.sendAll(checked(parts), Long.MAX_VALUE);
    }

    /**
     * Sends as {@link #sendMultipart(List)} does, with a time limit.
     *
     * @param parts the parts, at least one; they are copied
     * @param timeout the longest wait; zero tries once
     * @return false if the time passed first
     * @throws IllegalArgumentException if there are no parts, or {@code timeout} is negative
     * @throws ZmqException if it is the other side's turn, or the socket is closed
     * @throws ConcurrentObjectUseException if another greenlet waits to send
     * @switches when it has to wait
     */
    public boolean sendMultipart(List<byte[]> parts, Duration timeout) {
        return core.sendAll(checked(parts), Durations.nanos(timeout, "timeout"));
    }

    /**
     * Receives a message, or the next part of one; see {@link #hasMore}.
     *
     * @return the part
     * @throws ZmqException if it is this side's turn to send, or the socket is closed
     * @throws ConcurrentObjectUseException if another greenlet waits to receive
     * @switches when it has to wait
     */
    public byte[] recv() {
        return some(core.receive(Long.MAX_VALUE)).data();
    }

    /**
     * Receives as {@link #recv()} does, with a time limit.
     *
     * @param timeout the longest wait; zero polls
     * @return the part; empty if the time passed first
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @throws ZmqException if it is this side's turn to send, or the socket is closed
     * @throws ConcurrentObjectUseException if another greenlet waits to receive
     * @switches when it has to wait
     * @gevent {@code recv} with {@code RCVTIMEO} or {@code NOBLOCK}, which raises {@code zmq.Again}
     */
    public Optional<byte[]> recv(Duration timeout) {
        return Optional.ofNullable(core.receive(Durations.nanos(timeout, "timeout")))
                .map(Msg::data);
    }

    /**
     * Receives text in UTF-8, as {@link #recv()} does.
     *
     * @return the part
     * @throws ZmqException if it is this side's turn to send, or the socket is closed
     * @throws ConcurrentObjectUseException if another greenlet waits to receive
     * @switches when it has to wait
     * @gevent {@code recv_string}
     */
    public String recvString() {
        return new String(recv(), UTF_8);
    }

    /**
     * Receives all parts of a message.
     *
     * @return the parts, at least one
     * @throws ZmqException if it is this side's turn to send, or the socket is closed
     * @throws ConcurrentObjectUseException if another greenlet waits to receive
     * @switches when it has to wait
     * @gevent {@code recv_multipart}
     */
    public List<byte[]> recvMultipart() {
        return some(core.receiveAll(Long.MAX_VALUE));
    }

    /**
     * Receives as {@link #recvMultipart()} does, with a time limit.
     *
     * @param timeout the longest wait; zero polls
     * @return the parts; empty if the time passed first
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @throws ZmqException if it is this side's turn to send, or the socket is closed
     * @throws ConcurrentObjectUseException if another greenlet waits to receive
     * @switches when it has to wait
     */
    public Optional<List<byte[]>> recvMultipart(Duration timeout) {
        return Optional.ofNullable(core.receiveAll(Durations.nanos(timeout, "timeout")));
    }

    /**
     * Returns whether the last received part is followed by another part of the same message.
     *
     * @return true if so; the next {@link #recv()} returns that part without blocking
     * @throws ZmqException if the socket is closed
     * @switches never
     * @gevent {@code getsockopt(RCVMORE)}
     */
    public boolean hasMore() {
        return core.option(ZMQ.ZMQ_RCVMORE).equals(1);
    }

    /**
     * Returns the options: identity, limits, security. Most of them must be set before the socket is bound or
     * connected.
     *
     * @return the options, always the same object
     */
    public ZmqOptions options() {
        return options;
    }

    /**
     * Subscribes to messages that begin with {@code prefix}, in addition to earlier subscriptions.
     *
     * @param prefix the prefix; the empty prefix matches all messages
     * @throws ZmqException if this is not a SUB socket, or the socket is closed
     * @switches never
     * @gevent {@code setsockopt(SUBSCRIBE, ...)}
     */
    public void subscribe(String prefix) {
        options.set("subscribe", ZMQ.ZMQ_SUBSCRIBE, prefix.getBytes(UTF_8));
    }

    /**
     * Cancels a subscription.
     *
     * @param prefix the argument of {@link #subscribe}
     * @throws ZmqException if this is not a SUB socket, or the socket is closed
     * @switches never
     */
    public void unsubscribe(String prefix) {
        options.set("unsubscribe", ZMQ.ZMQ_UNSUBSCRIBE, prefix.getBytes(UTF_8));
    }

    /**
     * Returns the endpoint of the last bind or connect.
     *
     * @return the endpoint with its actual port; empty if there is none
     * @throws ZmqException if the socket is closed
     * @switches never
     */
    public String lastEndpoint() {
        @Nullable Object endpoint = core.option(ZMQ.ZMQ_LAST_ENDPOINT);
        return endpoint == null ? "" : endpoint.toString();
    }

    /**
     * Returns the type of this socket.
     *
     * @return the type
     */
    public ZmqType type() {
        return type;
    }

    @Override
    public Linkable readable() {
        return core.input();
    }

    @Override
    public Linkable writable() {
        return core.output();
    }

    @Override
    public boolean isOpen() {
        return core.isOpen();
    }

    /**
     * Closes the socket; a greenlet that waits for it gets a {@link ZmqException}. The context sends the unsent
     * messages for at most the socket's linger time. Does nothing if the socket is closed.
     *
     * @throws InvalidThreadUseException on another hub than the context's
     * @switches never
     */
    @Override
    public void close() {
        core.close();
    }

    @Override
    public String toString() {
        return core + (isOpen() ? "" : " (closed)");
    }

    private static <T> T some(@Nullable T received) {
        if (received == null) {
            throw new IllegalStateException("a wait without a limit ended without a message");
        }
        return received;
    }

    private static List<byte[]> checked(List<byte[]> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException(
                    "a message has at least one part; send an empty one: List.of(new byte[0])");
        }
        return parts;
    }
}
