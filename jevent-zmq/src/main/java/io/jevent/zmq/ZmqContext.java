// SPDX-License-Identifier: Apache-2.0
package io.jevent.zmq;

import io.jevent.event.Event;
import io.jevent.exceptions.HubClosedException;
import io.jevent.exceptions.InvalidThreadUseException;
import io.jevent.hub.Attachments;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Hub;
import io.jevent.hub.YieldBudget;
import io.jevent.internal.bounds.Bounds;
import io.jevent.internal.logging.LogArea;
import io.jevent.internal.logging.Logging;
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
 * Creates ZeroMQ sockets, and closes all of them when it is closed. Sockets of one context can connect to each other by
 * {@code inproc://} addresses.
 *
 * <p>A context has one or more threads for the input and output of its sockets, one by default; they start with the
 * first socket. Closing the hub closes the context.
 *
 * <p>In a simulation of {@code jevent-sim} these threads are greenlets, and the sockets use the simulated network.
 *
 * <p>A context with one thread uses 16 file descriptors, each socket four more, and each connection one more. A context
 * has room for 16,384 sockets by default; the limit of the process ({@code ulimit -n}) is usually reached earlier.
 *
 * <p><b>Confinement:</b> hub-confined: a context and its sockets belong to the hub that created the context.
 *
 * @gevent {@code zmq.green.Context}
 * @since 0.1
 */
public final class ZmqContext implements AutoCloseable {

    /** The default linger: how long a closed socket keeps unsent messages. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private static final int DEFAULT_MAX_SOCKETS = 16_384;

    /** The descriptors of a mailbox of JeroMQ: a pipe, and a selector with two. */
    private static final int DESCRIPTORS_OF_MAILBOX = 4;

    /** The descriptors of a thread of JeroMQ: a mailbox and a selector. */
    private static final int DESCRIPTORS_OF_THREAD = DESCRIPTORS_OF_MAILBOX + 2;

    private final Hub hub = Hub.current();
    private final OfHub siblings;
    private final int ioThreads;
    private final int maxSockets;
    private final Set<SocketCore> open = new LinkedHashSet<>();
    private final YieldBudget budget = new YieldBudget();

    /** Created with the first socket; a context without sockets would never free its descriptors. */
    private @Nullable Ctx context;

    private @Nullable Mailboxes mailboxes;
    private @Nullable Authentication authentication;

    /** Written on the hub; the threads of JeroMQ read it. */
    private volatile boolean closed;

    private int made;

    /** Creates a context with one thread for input and output. */
    public ZmqContext() {
        this(1);
    }

    /**
     * Creates a context with room for 16,384 sockets.
     *
     * @param ioThreads the number of threads for input and output; one is enough for about a gigabyte a second
     * @throws IllegalArgumentException if {@code ioThreads} is less than 1
     */
    public ZmqContext(int ioThreads) {
        this(ioThreads, DEFAULT_MAX_SOCKETS);
    }

    /**
     * Creates a context.
     *
     * @param ioThreads the number of threads for input and output; one is enough for about a gigabyte a second
     * @param maxSockets the largest number of open sockets; closed ones count until they have sent their messages
     * @throws IllegalArgumentException if one of the numbers is less than 1
     * @gevent {@code Context.set(zmq.MAX_SOCKETS, n)}
     */
    public ZmqContext(int ioThreads, int maxSockets) {
        this.ioThreads = Bounds.atLeastOne(ioThreads, "ioThreads");
        this.maxSockets = Bounds.atLeastOne(maxSockets, "maxSockets");
        Attachments attachments = Attachments.of(hub);
        siblings = attachments.get(OfHub.class, () -> new OfHub(attachments));
        siblings.open.add(this);
    }

    /**
     * Creates a socket.
     *
     * @param type the type of the socket
     * @return a socket that is neither bound nor connected, with a linger of one second
     * @throws ZmqException if the context is closed, its limit of sockets is reached, or the process has no more file
     *     descriptors; the message names the cause
     * @throws InvalidThreadUseException on another hub than the context's
     * @throws UnsupportedOperationException on the module path, if JeroMQ's module is not open to this one; the message
     *     names the remedy
     * @throws io.jevent.exceptions.NotSimulatedException in a closed world, such as {@code TestHub.closedWorld()}, in a
     *     JVM without the agent of simulations
     * @switches never
     */
    public ZmqSocket socket(ZmqType type) {
        checkHub(this);
        if (closed) {
            throw new ZmqException(this + " is closed; create another");
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
            CurrentGreenlet.refuseThreadsInClosedWorld("ZeroMQ sockets");
            int threads = 1 + ioThreads; // one more: the reaper, which closes sockets
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
                context = null; // it is started only in part, and could not be started again
            }
            throw noDescriptors(e);
        }
    }

    /**
     * Throws if the process does not have enough file descriptors left: JeroMQ would hang half-way and keep those that
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
        var failure = new ZmqException("no more sockets: the process has no more file descriptors; " + open.size()
                + " sockets of " + this + " are open, and each uses " + DESCRIPTORS_OF_MAILBOX
                + " of them and one for each connection; raise the limit (ulimit -n), or close unused sockets");
        failure.initCause(cause);
        return failure;
    }

    /**
     * Reports a failure in a thread of JeroMQ; called on any thread. After the close, a closed channel is no failure.
     */
    private void failed(Throwable failure) {
        if (closed && failure.getCause() instanceof ClosedChannelException) {
            return;
        }
        try {
            var _ = hub.runCallback(() -> hub.handleError(this, failure));
        } catch (HubClosedException _) {
            if (!Logging.log(LogArea.ZMQ, System.Logger.Level.WARNING, "in " + this, failure)) {
                failure.printStackTrace();
            }
        }
    }

    /**
     * Sets the authenticator of the clients of this context's PLAIN and CURVE servers; a greenlet calls it for each
     * connection. Without one, a PLAIN server refuses every client, and a CURVE server accepts every client that has
     * its public key.
     *
     * @param authenticator decides which clients may connect
     * @throws IllegalStateException if an authenticator was set before
     * @switches never
     * @gevent {@code zmq.auth}
     */
    public void setAuthenticator(ZmqAuthenticator authenticator) {
        if (authentication != null) {
            throw new IllegalStateException(this + " already has an authenticator");
        }
        authentication = new Authentication(socket(ZmqType.ROUTER), authenticator);
    }

    /**
     * Closes all sockets and blocks until they have sent their messages or their linger times have passed. If a kill or
     * a timeout cancels the wait, the sockets still end by themselves. Does nothing if the context is closed.
     *
     * @throws InvalidThreadUseException on another hub than the context's
     * @switches when it has to wait
     * @gevent {@code Context.destroy()}
     */
    @Override
    public void close() {
        checkHub(this);
        if (!closed) {
            Event ended = end(false);
            if (CurrentGreenlet.get() != null) {
                ended.await();
            }
        }
    }

    private Event end(boolean withHub) {
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
        if (withHub && hub.loop().isClosedWorld()) {
            ended.set(); // the threads of JeroMQ are greenlets and end with the simulation
            return ended;
        }
        hub.retain();
        // not a daemon: unsent messages are sent even if the program has ended
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
     * Returns whether the context is closed.
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
                    + "; use it in a greenlet of that hub, or create a context on this hub and connect to it");
        }
    }

    /**
     * Counts an operation that did not have to block, and yields after many of them without a switch, so that a busy
     * socket does not starve other greenlets.
     */
    void consumeBudget() {
        checkHub(this);
        budget.spend(hub);
    }

    @Override
    public String toString() {
        return "ZeroMQ context of " + hub.name() + (closed ? " (closed)" : "");
    }

    /** The open contexts of a hub, which are closed with it. */
    private static final class OfHub {

        private final Set<ZmqContext> open = new LinkedHashSet<>();

        OfHub(Attachments attachments) {
            attachments.onClose(() -> List.copyOf(open).forEach(context -> context.end(true)));
        }
    }
}
