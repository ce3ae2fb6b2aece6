// SPDX-License-Identifier: Apache-2.0
package io.jevent.zmq;

import io.jevent.exceptions.HubClosedException;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Deadline;
import io.jevent.hub.Mutex;
import io.jevent.hub.WaitList;
import io.jevent.hub.Waiter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import zmq.Msg;
import zmq.SocketBase;
import zmq.ZError;
import zmq.ZMQ;

/*
 * Invariant: no command is missed. JeroMQ first puts a command into the mailbox and then calls commandArrived, which
 * counts it and wakes the waiters. A greenlet first reads the count, then calls JeroMQ, which processes the mailbox,
 * and waits only if the count has not changed (checked under the mutex). A command that JeroMQ did not see yet is
 * counted later, and its count ends the wait. This also holds if another call on the same socket takes the command, for
 * example a send while this greenlet waits to receive.
 */
/** The core of a socket: adds blocking operations to JeroMQ's socket, which is only used without blocking. */
final class SocketCore {

    private final ZmqContext context;
    private final SocketBase base;
    private final Mailboxes.SocketMailbox mailbox;
    private final String name;
    private final Mutex mutex = new Mutex();
    private final Direction input;
    private final Direction output;

    /** The number of commands that JeroMQ has reported; written under the mutex. */
    private volatile long commands;

    private @Nullable String closing;

    /** Whether this is a REP socket, which must reply before it receives again; JeroMQ does not enforce that. */
    private final boolean isReplier;

    private boolean owesReply;

    SocketCore(ZmqContext context, SocketBase base, Mailboxes mailboxes, ZmqType type, String name) {
        this.context = context;
        this.isReplier = type == ZmqType.REP;
        this.base = base;
        this.name = name;
        this.input = new Direction(this, "receive from", "a message", () -> isReady(ZMQ.ZMQ_POLLIN));
        this.output = new Direction(this, "send to", "room for a message", () -> isReady(ZMQ.ZMQ_POLLOUT));
        this.mailbox = mailboxes.listen(base, this::commandArrived);
    }

    /** Called on any thread when JeroMQ has put a command into the mailbox, and when the socket is closed. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // under the mutex
    void commandArrived() {
        Waiter reader;
        Waiter writer;
        mutex.lock();
        try {
            commands++;
            reader = input.drain();
            writer = output.drain();
        } finally {
            mutex.unlock();
        }
        WaitList.wakeAll(reader, null);
        WaitList.wakeAll(writer, null);
        if (input.isLinked() || output.isLinked()) {
            try {
                var _ = context.hub().runCallback(this::notifyLinks);
            } catch (HubClosedException _) {
                // the links have ended with the hub
            }
        }
    }

    private void notifyLinks() {
        input.notifyLinks();
        output.notifyLinks();
    }

    /** Called after a send or a receive, which may have made the other direction ready, for example of a REP socket. */
    private void moved() {
        if (input.isLinked() || output.isLinked()) {
            notifyLinks();
        }
    }

    /**
     * Receives one part.
     *
     * @return the part, or null if the time passed first
     */
    @Nullable
    Msg receive(long nanos) {
        begin(input);
        if (owesReply) {
            throw ZmqException.of(ZError.EFSM, this, "receive");
        }
        Deadline deadline = null;
        while (true) {
            long seen = commands;
            Msg part = base.recv(ZMQ.ZMQ_DONTWAIT);
            if (part != null) {
                owesReply = isReplier && !part.hasMore();
                moved();
                return part;
            }
            if (hasToWait("receive")) {
                deadline = deadline == null ? new Deadline(nanos) : deadline;
                if (!input.await(seen, deadline.left())) {
                    return null;
                }
                checkOpen();
            }
        }
    }

    /** Receives all parts of a message, which JeroMQ delivers together. */
    @Nullable
    List<byte[]> receiveAll(long nanos) {
        Msg part = receive(nanos);
        if (part == null) {
            return null;
        }
        var parts = new ArrayList<byte[]>();
        parts.add(part.data());
        while (part != null && part.hasMore()) {
            part = shielded(() -> receive(Long.MAX_VALUE));
            if (part != null) {
                parts.add(part.data());
            }
        }
        return parts;
    }

    /**
     * Sends one part.
     *
     * @return false if the time passed first
     */
    boolean send(byte[] data, boolean more, long nanos) {
        begin(output);
        var part = new Msg(data.clone());
        Deadline deadline = null;
        while (true) {
            long seen = commands;
            if (base.send(part, ZMQ.ZMQ_DONTWAIT | (more ? ZMQ.ZMQ_SNDMORE : 0))) {
                owesReply &= more;
                moved();
                return true;
            }
            if (hasToWait("send")) {
                deadline = deadline == null ? new Deadline(nanos) : deadline;
                if (!output.await(seen, deadline.left())) {
                    return false;
                }
                checkOpen();
            }
        }
    }

    /** Sends all parts or none: once JeroMQ has accepted the first, it accepts the others. */
    boolean sendAll(List<byte[]> parts, long nanos) {
        int last = parts.size() - 1;
        if (!send(parts.getFirst(), last > 0, nanos)) {
            return false;
        }
        for (int i = 1; i <= last; i++) {
            byte[] part = parts.get(i);
            boolean more = i < last;
            var _ = shielded(() -> send(part, more, Long.MAX_VALUE));
        }
        return true;
    }

    /** Runs the rest of a message under a shield, so that a kill is delivered after it. */
    private static <T> T shielded(Supplier<T> rest) {
        CurrentGreenlet.enterShield();
        try {
            return rest.get();
        } finally {
            CurrentGreenlet.exitShield();
        }
    }

    private void begin(Direction side) {
        context.consumeBudget();
        checkOpen();
        side.refuseSecond();
    }

    /** Returns, after JeroMQ has refused an operation, whether to wait; if not, the operation must be tried again. */
    private boolean hasToWait(String doing) {
        int code = base.errno();
        if (code == ZError.EINTR) {
            CurrentGreenlet.checkpoint();
            return false;
        }
        if (code != ZError.EAGAIN) {
            throw ZmqException.of(code, this, doing);
        }
        return true;
    }

    /**
     * Performs an operation of JeroMQ that either succeeds or is refused at once.
     *
     * @param doing the operation, for the message
     */
    void perform(String doing, Predicate<SocketBase> work) {
        checkOpen();
        while (!work.test(base)) {
            if (base.errno() == ZError.EINTR) {
                CurrentGreenlet.checkpoint();
            } else {
                throw ZmqException.of(base.errno(), this, doing);
            }
        }
    }

    /** Returns an option of JeroMQ's socket. */
    Object option(int option) {
        checkOpen();
        return base.getSocketOptx(option);
    }

    private boolean isReady(int event) {
        checkHub();
        return closing != null || (base.getSocketOpt(ZMQ.ZMQ_EVENTS) & event) != 0;
    }

    private void checkOpen() {
        checkHub();
        String text = closing;
        if (text != null) {
            throw new ZmqException(text);
        }
    }

    void checkHub() {
        context.checkHub(this);
    }

    /**
     * Hands the socket over to JeroMQ, which sends the unsent messages for at most the linger time; wakes the waiters.
     */
    void close() {
        checkHub();
        if (closing == null) {
            closing = this + " was closed by " + CurrentGreenlet.get() + "; nothing can be sent or received any more";
            mailbox.handOver();
            takeCommands();
            base.close();
            context.forget(this);
            commandArrived();
        }
    }

    /** Lets the socket take the commands in its mailbox. */
    private void takeCommands() {
        int events;
        do {
            events = base.getSocketOpt(ZMQ.ZMQ_EVENTS); // fails if the thread is interrupted, and ends the interrupt
        } while (events < 0 && base.errno() == ZError.EINTR);
    }

    boolean isOpen() {
        return closing == null;
    }

    Mutex mutex() {
        return mutex;
    }

    long commands() {
        return commands;
    }

    ZmqContext context() {
        return context;
    }

    Direction input() {
        return input;
    }

    Direction output() {
        return output;
    }

    @Override
    public String toString() {
        return name;
    }
}
