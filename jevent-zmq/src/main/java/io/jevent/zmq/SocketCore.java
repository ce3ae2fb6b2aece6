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
 * No command is missed. JeroMQ first puts a command into the mailbox and then calls commandCame, which counts it and wakes
 * whoever waits. A greenlet first reads the count, then asks JeroMQ, which looks into the mailbox, and waits only if the
 * count is still the same: a command that JeroMQ did not see yet has not been counted, or wakes. A command that another
 * call on the same socket takes out of the mailbox, a send while this one waits to receive, say, was counted all the same.
 */
/** The core of a socket: what never waits is JeroMQ's, what waits is here. */
final class SocketCore {

    private final ZmqContext context;
    private final SocketBase base;
    private final Mailboxes.SocketMailbox mailbox;
    private final String name;
    private final Mutex mutex = new Mutex();
    private final Direction input;
    private final Direction output;

    /** How many commands JeroMQ has told of; written under the mutex. */
    private volatile long commands;

    private @Nullable String closing;

    /** Whether this answers requests one by one; JeroMQ would let it receive the next one before it has answered. */
    private final boolean answers;

    private boolean owesAnswer;

    SocketCore(ZmqContext context, SocketBase base, Mailboxes mailboxes, ZmqType type, String name) {
        this.context = context;
        this.answers = type == ZmqType.REP;
        this.base = base;
        this.name = name;
        this.input = new Direction(this, "receive from", "a message", () -> isReady(ZMQ.ZMQ_POLLIN));
        this.output = new Direction(this, "send to", "room for a message", () -> isReady(ZMQ.ZMQ_POLLOUT));
        this.mailbox = mailboxes.listen(base, this::commandCame);
    }

    /** Any thread: JeroMQ has put a command into the mailbox, or the socket has ended. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // under the mutex
    void commandCame() {
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
                var _ = context.hub().runCallback(this::tellLinks);
            } catch (HubClosedException _) {
                // nobody is left to be told
            }
        }
    }

    private void tellLinks() {
        input.tellLinks();
        output.tellLinks();
    }

    /** What was sent or received may have made the other side ready, of a REP socket for example. */
    private void moved() {
        if (input.isLinked() || output.isLinked()) {
            tellLinks();
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
        if (owesAnswer) {
            throw ZmqException.of(ZError.EFSM, this, "receive");
        }
        Deadline deadline = null;
        while (true) {
            long seen = commands;
            Msg part = base.recv(ZMQ.ZMQ_DONTWAIT);
            if (part != null) {
                owesAnswer = answers && !part.hasMore();
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

    /** Receives all parts of a message; they have come together. */
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
                owesAnswer &= more;
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

    /** Sends all parts or none: once the first one was taken, the others are. */
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

    /** The rest of a message: a kill has to wait until it is through. */
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

    /** After JeroMQ has refused: whether to wait; otherwise it is to be asked again. */
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
     * Has JeroMQ do something that is either done or refused.
     *
     * @param doing what is tried, for the message
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

    /** Asks JeroMQ something. */
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

    /** Hands the socket over to JeroMQ, which sends what is unsent for as long as its linger; wakes who waits. */
    void close() {
        checkHub();
        if (closing == null) {
            closing = this + " was closed by " + CurrentGreenlet.get() + "; nothing can be sent or received any more";
            mailbox.handOver();
            takeCommands();
            base.close();
            context.forget(this);
            commandCame();
        }
    }

    /** Has the socket take out the commands that there are. */
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
