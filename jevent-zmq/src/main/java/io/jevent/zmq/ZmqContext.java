// SPDX-License-Identifier: Apache-2.0
package io.jevent.zmq;

import io.jevent.event.Event;
import io.jevent.exceptions.InvalidThreadUseException;
import io.jevent.hub.Attachments;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQException;
import zmq.Ctx;
import zmq.SocketBase;
import zmq.ZError;
import zmq.ZMQ;

/**
 * Makes ZeroMQ sockets, and ends them all when it is closed. Sockets of one context reach each other by
 * {@code inproc://} addresses.
 *
 * <p>It has threads that do the input and output of its sockets, one unless told otherwise; they begin with the first
 * socket. It is closed with its hub if not before.
 *
 * <p><b>Confinement:</b> hub-confined: it and its sockets belong to the hub that made it.
 *
 * @gevent {@code zmq.green.Context}
 */
public final class ZmqContext implements AutoCloseable {

    /** How long what a closed socket could not send yet is kept, unless the socket says otherwise. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private static final int MAX_SOCKETS = 16_384;

    /** How often a greenlet may send or receive without a wait before it gives way to the others. */
    private static final int TURNS = 64;

    private final Hub hub = Hub.current();
    private final Ctx context = new Ctx();
    private final Set<Works> open = new LinkedHashSet<>();
    private @Nullable Mailboxes mailboxes;
    private @Nullable Authentication authentication;
    private boolean closed;
    private int made;
    private long turnSwitches;
    private int turns;

    /** Makes a context with one thread for input and output. */
    public ZmqContext() {
        this(1);
    }

    /**
     * Makes a context.
     *
     * @param ioThreads how many threads do the input and output; one is enough for about a gigabyte a second
     * @throws IllegalArgumentException if that is less than one
     */
    public ZmqContext(int ioThreads) {
        if (ioThreads < 1) {
            throw new IllegalArgumentException("ioThreads must be at least 1: " + ioThreads);
        }
        context.set(ZMQ.ZMQ_IO_THREADS, ioThreads);
        context.set(ZMQ.ZMQ_MAX_SOCKETS, MAX_SOCKETS);
        Attachments attachments = Attachments.of(hub);
        attachments.get(OfHub.class, () -> new OfHub(attachments)).contexts.add(this);
    }

    /**
     * Makes a socket.
     *
     * @param type what it is for
     * @return a socket that is neither bound nor connected; what it cannot send at its end is kept for one second
     * @throws ZmqException if the context is closed, or there are too many sockets
     * @throws InvalidThreadUseException on another hub than the context's
     * @throws UnsupportedOperationException on the module path, if JeroMQ's module is not open to this one; the message
     *     says what to do
     * @switches never
     */
    public ZmqSocket socket(ZmqType type) {
        checkHub(this);
        if (closed) {
            throw new ZmqException(this + " is closed; make another");
        }
        SocketBase base = create(type);
        Works works;
        try {
            mailboxes = mailboxes == null ? Mailboxes.of(context, context.get(ZMQ.ZMQ_IO_THREADS)) : mailboxes;
            works = new Works(this, base, mailboxes, type, type + " socket " + ++made + " of " + hub.name());
        } catch (UnsupportedOperationException e) {
            base.close();
            throw e;
        }
        open.add(works);
        var socket = new ZmqSocket(works, type);
        socket.options().linger(LINGER);
        return socket;
    }

    private SocketBase create(ZmqType type) {
        try {
            return context.createSocket(type.code());
        } catch (ZMQException | ZError.IOException e) {
            var failure = new ZmqException("no more sockets: " + open.size() + " are open, at most " + MAX_SOCKETS
                    + " can be, and each takes four file descriptors and more for its connections");
            failure.initCause(e);
            throw failure;
        }
    }

    /**
     * Has clients of this context's PLAIN and CURVE servers authenticated: {@code authenticator} is asked by a greenlet
     * for each connection. Without one a PLAIN server refuses everybody and a CURVE server accepts everybody who has
     * its public key.
     *
     * @param authenticator decides
     * @throws IllegalStateException if there is one already
     * @switches never
     * @gevent {@code zmq.auth}
     */
    public void authenticator(ZmqAuthenticator authenticator) {
        if (authentication != null) {
            throw new IllegalStateException(this + " has an authenticator already");
        }
        authentication = new Authentication(socket(ZmqType.ROUTER), authenticator);
    }

    /**
     * Closes all sockets and waits until they have sent what is unsent, or their lingers have passed. If that wait is
     * cut short, they end all the same. Does nothing if it was closed before.
     *
     * @throws InvalidThreadUseException on another hub than the context's
     * @switches when it has to wait
     * @gevent {@code Context.destroy()}
     */
    @Override
    public void close() {
        checkHub(this);
        if (!closed) {
            Event ended = end();
            if (CurrentGreenlet.get() != null) {
                ended.await();
            }
        }
    }

    private Event end() {
        closed = true;
        if (authentication != null) {
            authentication.end();
        }
        List.copyOf(open).forEach(Works::close);
        var ended = new Event();
        hub.retain();
        // not a daemon: what lingers is sent although the program has ended
        var _ = Thread.ofPlatform().name("jevent-zmq-end").daemon(false).start(() -> {
            try {
                context.terminate();
            } finally {
                ended.set();
                hub.release();
            }
        });
        return ended;
    }

    /**
     * Whether it was closed.
     *
     * @return true after {@link #close}
     */
    public boolean isClosed() {
        return closed;
    }

    Hub hub() {
        return hub;
    }

    void forget(Works works) {
        open.remove(works);
    }

    void checkHub(Object used) {
        if (!hub.isCurrent()) {
            throw new InvalidThreadUseException(used + " belongs to " + hub + " but was used from "
                    + Thread.currentThread()
                    + "; use it in a greenlet of that hub, or make a context of your own and connect to it");
        }
    }

    /** Gives way after many calls in a row that did not have to wait, so that a busy socket keeps nobody off. */
    void takeTurn() {
        checkHub(this);
        long switches = hub.switches();
        if (switches != turnSwitches) {
            turnSwitches = switches;
            turns = 0;
        } else if (++turns >= TURNS && CurrentGreenlet.get() != null) {
            turns = 0;
            CurrentGreenlet.sleep(0);
        }
    }

    @Override
    public String toString() {
        return "ZeroMQ context of " + hub.name() + (closed ? " (closed)" : "");
    }

    /** The contexts that a hub has to close. */
    private static final class OfHub {

        private final List<ZmqContext> contexts = new ArrayList<>();

        OfHub(Attachments attachments) {
            attachments.onClose(() -> contexts.stream().filter(c -> !c.closed).forEach(ZmqContext::end));
        }
    }
}
