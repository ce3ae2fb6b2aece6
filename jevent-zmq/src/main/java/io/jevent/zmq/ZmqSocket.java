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
 * A ZeroMQ socket: sends and receives whole messages, over any number of connections, which it makes and renews by
 * itself.
 *
 * <p>A message has one part or several. {@link #recv()} receives the next part, {@link #recvMultipart()} all of a
 * message. What would have to wait lets only the calling greenlet wait. If the wait is cut short by a kill or a
 * timeout, no message is lost: one that was not returned is there for the next receive, and one whose send did not
 * return was not sent. Several sockets are waited for with {@link io.jevent.select.Select} and
 * {@link io.jevent.select.Poll}.
 *
 * <p>One greenlet may wait to receive and one to send; a second one is refused with a
 * {@link ConcurrentObjectUseException} that names both.
 *
 * <p><b>Confinement:</b> hub-confined: only the hub of its context may use it; others get an
 * {@link InvalidThreadUseException}.
 *
 * @gevent {@code zmq.green.Socket}
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
     * Accepts connections at an address. A name in it is looked up in another thread.
     *
     * @param endpoint {@code tcp://address:port} or {@code inproc://name}; the address {@code *} is all of this
     *     machine's, the port {@code *} is a free one
     * @return the endpoint with the port that it got
     * @throws IllegalArgumentException if {@code endpoint} is not understood
     * @throws ZmqException if the address is taken or not of this machine, or the socket is closed
     * @switches when it has to wait
     */
    public String bind(String endpoint) {
        core.checkHub();
        Endpoints.prepare(endpoint);
        core.perform("bind to " + endpoint, base -> base.bind(endpoint));
        return lastEndpoint();
    }

    /**
     * Connects to an address, now or as soon as somebody is there, and again whenever the connection is lost. A name in
     * it is looked up in another thread.
     *
     * @param endpoint {@code tcp://address:port} or {@code inproc://name}
     * @throws IllegalArgumentException if {@code endpoint} is not understood
     * @throws ZmqException if the name is not known, or the socket is closed
     * @switches when it has to wait
     */
    public void connect(String endpoint) {
        core.checkHub();
        Endpoints.prepare(endpoint);
        core.perform("connect to " + endpoint, base -> base.connect(endpoint));
    }

    /**
     * Accepts no more connections at an address; those that there are stay.
     *
     * @param endpoint what {@link #bind} returned
     * @throws ZmqException if it is not bound to that
     * @switches never
     */
    public void unbind(String endpoint) {
        core.perform("unbind from " + endpoint, base -> base.termEndpoint(endpoint));
    }

    /**
     * Ends the connection to an address.
     *
     * @param endpoint what {@link #connect} was given
     * @throws ZmqException if it is not connected to that
     * @switches never
     */
    public void disconnect(String endpoint) {
        core.perform("disconnect from " + endpoint, base -> base.termEndpoint(endpoint));
    }

    /**
     * Sends a message of one part; waits while there is no peer with room for it. A PUB socket does not wait but drops
     * it, and so does a ROUTER for a peer that it does not know.
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
     * As {@link #send(byte[])}, waiting at most for {@code timeout}.
     *
     * @param message the message; it is copied
     * @param timeout the longest wait; zero tries once
     * @return whether it was taken in time
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
     * As {@link #send(byte[])}, for text in UTF-8.
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
     * Sends a message of several parts, all of them or none.
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
     * As {@link #sendMultipart(List)}, waiting at most for {@code timeout}.
     *
     * @param parts the parts, at least one; they are copied
     * @param timeout the longest wait; zero tries once
     * @return whether they were taken in time
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
     * As {@link #recv()}, waiting at most for {@code timeout}.
     *
     * @param timeout the longest wait; zero looks once
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
     * As {@link #recv()}, for text in UTF-8.
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
     * As {@link #recvMultipart()}, waiting at most for {@code timeout}.
     *
     * @param timeout the longest wait; zero looks once
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
     * Whether the part that was received last is followed by another of the same message.
     *
     * @return true if so; the next {@link #recv()} returns it without a wait
     * @throws ZmqException if the socket is closed
     * @switches never
     * @gevent {@code getsockopt(RCVMORE)}
     */
    public boolean hasMore() {
        return core.option(ZMQ.ZMQ_RCVMORE).equals(1);
    }

    /**
     * Returns what can be set: subscriptions, identity, limits, security. Most of it is to be set before the socket is
     * bound or connected.
     *
     * @return the options, always the same object
     */
    public ZmqOptions options() {
        return options;
    }

    /**
     * Receives messages that begin with {@code prefix}, besides those that were asked for before.
     *
     * @param prefix what they begin with; all messages begin with the empty one
     * @throws ZmqException if this is not a SUB socket, or closed
     * @switches never
     * @gevent {@code setsockopt(SUBSCRIBE, ...)}
     */
    public void subscribe(String prefix) {
        options.set("subscribe", ZMQ.ZMQ_SUBSCRIBE, prefix.getBytes(UTF_8));
    }

    /**
     * Ends what {@link #subscribe} began.
     *
     * @param prefix what was given to it
     * @throws ZmqException if this is not a SUB socket, or closed
     * @switches never
     */
    public void unsubscribe(String prefix) {
        options.set("unsubscribe", ZMQ.ZMQ_UNSUBSCRIBE, prefix.getBytes(UTF_8));
    }

    /**
     * Returns what the socket was bound or connected to last.
     *
     * @return the endpoint, with the port that it got; empty if there is none
     * @throws ZmqException if the socket is closed
     * @switches never
     */
    public String lastEndpoint() {
        @Nullable Object endpoint = core.option(ZMQ.ZMQ_LAST_ENDPOINT);
        return endpoint == null ? "" : endpoint.toString();
    }

    /**
     * Returns what kind of socket this is.
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
     * Closes the socket; who waits for it gets a {@link ZmqException}. What was not sent yet is sent by the context for
     * as long as the socket's linger says. Does nothing if it was closed before.
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
            throw new IllegalStateException("a wait without a limit has ended without a message");
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
