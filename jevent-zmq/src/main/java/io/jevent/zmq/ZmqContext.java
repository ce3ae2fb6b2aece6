// SPDX-License-Identifier: Apache-2.0
package io.jevent.zmq;

import io.jevent.event.Event;
import io.jevent.exceptions.HubClosedException;
import io.jevent.exceptions.InvalidThreadUseException;
import io.jevent.hub.Attachments;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Hub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
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
 * <p>A context with one such thread takes 16 file descriptors, each socket four more, and one for each connection. A
 * context has room for 16,384 sockets unless told otherwise; the system's limit for a process ({@code ulimit -n}) is
 * mostly reached before.
 *
 * <p><b>Confinement:</b> hub-confined: it and its sockets belong to the hub that made it.
 *
 * @gevent {@code zmq.green.Context}
 */
public final class ZmqContext implements AutoCloseable {

    /** How long what a closed socket could not send yet is kept, unless the socket says otherwise. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private static final int DEFAULT_MAX_SOCKETS = 16_384;

    /** What a mailbox of JeroMQ takes: a pipe and a selector with one more. */
    private static final int DESCRIPTORS_OF_MAILBOX = 4;

    /** What a thread of JeroMQ takes: a mailbox and a selector. */
    private static final int DESCRIPTORS_OF_THREAD = DESCRIPTORS_OF_MAILBOX + 2;

    /** How often a greenlet may send or receive without a wait before it gives way to the others. */
    private static final int BUDGET = 64;

    private final Hub hub = Hub.current();
    private final OfHub siblings;
    private final int ioThreads;
    private final int maxSockets;
    private final Set<SocketCore> open = new LinkedHashSet<>();

    /** Made with the first socket; one without sockets would never give its descriptors back. */
    private @Nullable Ctx context;

    private @Nullable Mailboxes mailboxes;
    private @Nullable Authentication authentication;

    /** Written on the hub; the threads of JeroMQ read it. */
    private volatile boolean closed;

    private int made;
    private long budgetSwitches;
    private int spent;

    /** Makes a context with one thread for input and output. */
    public ZmqContext() {
        this(1);
    }

    /**
     * Makes a context with room for 16,384 sockets.
     *
     * @param ioThreads how many threads do the input and output; one is enough for about a gigabyte a second
     * @throws IllegalArgumentException if that is less than one
     */
    public ZmqContext(int ioThreads) {
        this(ioThreads, DEFAULT_MAX_SOCKETS);
    }

    /**
     * Makes a context.
     *
     * @param ioThreads how many threads do the input and output; one is enough for about a gigabyte a second
     * @param maxSockets how many sockets may be open at once; closed ones count until they have sent what is unsent
     * @throws IllegalArgumentException if one of them is less than one
     * @gevent {@code Context.set(zmq.MAX_SOCKETS, n)}
     */
    public ZmqContext(int ioThreads, int maxSockets) {
        this.ioThreads = positive(ioThreads, "ioThreads");
        this.maxSockets = positive(maxSockets, "maxSockets");
        Attachments attachments = Attachments.of(hub);
        siblings = attachments.get(OfHub.class, () -> new OfHub(attachments));
        siblings.open.add(this);
    }

    private static int positive(int number, String name) {
        if (number < 1) {
            throw new IllegalArgumentException(name + " must be at least 1: " + number);
        }
        return number;
    }

    /**
     * Makes a socket.
     *
     * @param type what it is for
     * @return a socket that is neither bound nor connected; what it cannot send at its end is kept for one second
     * @throws ZmqException if the context is closed, has as many sockets as it may have, or the system gives the
     *     process no more file descriptors; the message tells which
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
        Ctx running = started();
        SocketBase base = create(running, type);
        SocketCore core;
        try {
            mailboxes = mailboxes == null ? Mailboxes.of(running, ioThreads) : mailboxes;
            core = new SocketCore(this, base, mailboxes, type, type + " socket " + ++made + " of " + hub.name());
        } catch (UnsupportedOperationException e) {
            base.close();
            throw e;
        }
        open.add(core);
        var socket = new ZmqSocket(core, type);
        socket.options().linger(LINGER);
        return socket;
    }

    private Ctx started() {
        Ctx running = context;
        if (running == null) {
            int threads = 1 + ioThreads; // the one more ends sockets
            checkDescriptors(DESCRIPTORS_OF_MAILBOX + threads * DESCRIPTORS_OF_THREAD + DESCRIPTORS_OF_MAILBOX);
            running = new Ctx();
            running.set(ZMQ.ZMQ_IO_THREADS, ioThreads);
            running.set(ZMQ.ZMQ_MAX_SOCKETS, maxSockets);
            running.setNotificationExceptionHandler((_, failure) -> failed(failure));
            context = running;
        } else {
            checkDescriptors(DESCRIPTORS_OF_MAILBOX);
        }
        return running;
    }

    private SocketBase create(Ctx running, ZmqType type) {
        try {
            return running.createSocket(type.code());
        } catch (ZMQException e) {
            var failure = new ZmqException("no more sockets: " + open.size() + " are open, and the limit of " + this
                    + " is " + maxSockets + ", with those that still send after their close; make a context with"
                    + " a higher limit: new ZmqContext(ioThreads, maxSockets)");
            failure.initCause(e);
            throw failure;
        } catch (ZError.IOException e) {
            if (mailboxes == null) {
                context = null; // it has begun in part only, and would never begin anew
            }
            throw noDescriptors(e);
        }
    }

    /**
     * Fails if the system has not as many file descriptors left: JeroMQ would get stuck half-way, and keep those that
     * it got.
     */
    private void checkDescriptors(int needed) {
        List<Pipe> taken = new ArrayList<>();
        try {
            while (2 * taken.size() < needed) {
                taken.add(Pipe.open());
            }
        } catch (IOException e) {
            throw noDescriptors(e);
        } finally {
            taken.forEach(ZmqContext::close);
        }
    }

    private static void close(Pipe pipe) {
        try {
            pipe.source().close();
            pipe.sink().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ZmqException noDescriptors(Exception cause) {
        var failure = new ZmqException("no more sockets: the system gives this process no more file descriptors; "
                + open.size() + " sockets of " + this + " are open, and each takes " + DESCRIPTORS_OF_MAILBOX
                + " of them and one for each connection; raise the limit (ulimit -n), or close what is not needed");
        failure.initCause(cause);
        return failure;
    }

    /** Any thread: reports what failed in a thread of JeroMQ; that a channel is closed is no failure after the end. */
    private void failed(Throwable failure) {
        if (closed && failure.getCause() instanceof ClosedChannelException) {
            return;
        }
        try {
            var _ = hub.runCallback(() -> hub.handleError(this, failure));
        } catch (HubClosedException _) {
            System.getLogger(ZmqContext.class.getName()).log(System.Logger.Level.WARNING, "in " + this, failure);
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
    public void setAuthenticator(ZmqAuthenticator authenticator) {
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
        siblings.open.remove(this);
        if (authentication != null) {
            authentication.end();
        }
        List.copyOf(open).forEach(SocketCore::close);
        var ended = new Event();
        Ctx running = context;
        if (running == null) {
            ended.set();
            return ended;
        }
        context = null;
        hub.retain();
        // not a daemon: what lingers is sent although the program has ended
        var _ = Thread.ofPlatform().name("jevent-zmq-end").daemon(false).start(() -> {
            try {
                running.terminate();
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

    void forget(SocketCore core) {
        open.remove(core);
    }

    void checkHub(Object used) {
        if (!hub.isCurrent()) {
            throw new InvalidThreadUseException(used + " belongs to " + hub + " but was used from "
                    + Thread.currentThread()
                    + "; use it in a greenlet of that hub, or make a context of your own and connect to it");
        }
    }

    /** Gives way after many calls in a row that did not have to wait, so that a busy socket keeps nobody off. */
    void consumeBudget() {
        checkHub(this);
        long switches = hub.switches();
        if (switches != budgetSwitches) {
            budgetSwitches = switches;
            spent = 0;
        } else if (++spent >= BUDGET && CurrentGreenlet.get() != null) {
            spent = 0;
            CurrentGreenlet.sleep(0);
        }
    }

    @Override
    public String toString() {
        return "ZeroMQ context of " + hub.name() + (closed ? " (closed)" : "");
    }

    /** The open contexts of a hub, which it closes at its end. */
    private static final class OfHub {

        private final Set<ZmqContext> open = new LinkedHashSet<>();

        OfHub(Attachments attachments) {
            attachments.onClose(() -> List.copyOf(open).forEach(ZmqContext::end));
        }
    }
}
