// SPDX-License-Identifier: Apache-2.0
package io.jevent.zmq;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.nio.channels.ClosedChannelException;
import java.util.Deque;
import zmq.Command;
import zmq.Ctx;
import zmq.IMailbox;
import zmq.Mailbox;
import zmq.SocketBase;
import zmq.ZError;

/*
 * What makes a ZeroMQ socket ready always comes as a command into its mailbox, and who sends one also writes a byte into a
 * pipe, the socket's ZMQ_FD. To watch that pipe would take a thread more between JeroMQ's and the hub, for each message: the
 * pipe is one of the JDK's, which the hub's loop cannot watch. So the mailbox itself is made to tell, by putting another in
 * its place in the table through which the threads find it, and no byte is written at all. In the other direction, into the
 * mailbox of an I/O thread, JeroMQ writes a byte for each command; here only one that finds the mailbox empty brings a byte,
 * as in libzmq: the thread takes out commands until there are none. This class is the only one that knows JeroMQ's insides.
 */
/** The places where JeroMQ's threads and the hub put commands for each other. */
final class Mailboxes {

    private static final String FLAG = "--add-opens org.zeromq.jeromq/zmq=io.jevent.zmq";

    /** In JeroMQ's table the I/O threads come after the terminator and the reaper. */
    private static final int FIRST_IO_THREAD = 2;

    private final IMailbox[] table;

    private Mailboxes(IMailbox[] table) {
        this.table = table;
    }

    /**
     * Finds the table of a context in which at least one socket has been made.
     *
     * @throws UnsupportedOperationException if this JVM or this JeroMQ does not let us
     */
    static Mailboxes of(Ctx context, int ioThreads) {
        IMailbox[] table = (IMailbox[]) inside(Ctx.class, "slots", context);
        for (int i = FIRST_IO_THREAD; i < FIRST_IO_THREAD + ioThreads; i++) {
            table[i] = new IoThreadMailbox((Mailbox) table[i], commands(table[i]));
        }
        return new Mailboxes(table);
    }

    /**
     * Has {@code told} called, by the thread that sends it, after each command to {@code socket}; it must not block.
     */
    SocketMailbox listen(SocketBase socket, Runnable told) {
        int slot = socket.getTid();
        var mailbox = new SocketMailbox((Mailbox) table[slot], commands(table[slot]), told);
        table[slot] = mailbox;
        return mailbox;
    }

    @SuppressWarnings("unchecked") // so it is declared
    private static Deque<Command> commands(IMailbox mailbox) {
        return (Deque<Command>) inside(Mailbox.class, "cpipe", mailbox);
    }

    private static Object inside(Class<?> type, String name, Object of) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field.get(of);
        } catch (InaccessibleObjectException e) {
            throw new UnsupportedOperationException(
                    "ZeroMQ in greenlets needs to look into JeroMQ's module; start the JVM with " + FLAG, e);
        } catch (NoSuchFieldException | IllegalAccessException e) {
            throw new UnsupportedOperationException(
                    "this version of JeroMQ is not one that jevent-zmq knows; use the one that it depends on", e);
        }
    }

    /** A mailbox in the place of JeroMQ's own, from which its owner goes on to take the commands. */
    abstract static class ReplacedMailbox implements IMailbox {

        final Mailbox real;
        final Deque<Command> commands;

        ReplacedMailbox(Mailbox real, Deque<Command> commands) {
            this.real = real;
            this.commands = commands;
        }

        /** Sends with a byte what has been put there without, unless it has been taken out meanwhile. */
        final void ring(Command command) {
            if (commands.removeLastOccurrence(command)) {
                sendWithByte(command);
            }
        }

        /**
         * Puts a command there and then writes the byte. The owner may take the command out in between, on its way for
         * another one, and end: then the pipe is closed, and nobody needs the byte.
         */
        final void sendWithByte(Command command) {
            try {
                real.send(command);
            } catch (ZError.IOException e) {
                if (!(e.getCause() instanceof ClosedChannelException)) {
                    throw e;
                }
            }
        }

        @Override
        public Command recv(long timeout) {
            return real.recv(timeout);
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }

    /** For a thread that waits for the byte. Who is not first is taken out after whoever is, without a byte. */
    private static final class IoThreadMailbox extends ReplacedMailbox {

        IoThreadMailbox(Mailbox real, Deque<Command> commands) {
            super(real, commands);
        }

        @Override
        public void send(Command command) {
            commands.addLast(command);
            if (commands.peekFirst() == command) {
                ring(command);
            }
        }
    }

    /** For a socket that a hub uses, until it is handed over to the reaper, which waits for the byte. */
    static final class SocketMailbox extends ReplacedMailbox {

        private final Runnable told;
        private volatile boolean handedOver;

        SocketMailbox(Mailbox real, Deque<Command> commands, Runnable told) {
            super(real, commands);
            this.told = told;
        }

        /** From now on commands bring a byte; those that there are, the caller has to have the socket take out. */
        void handOver() {
            handedOver = true;
        }

        @Override
        public void send(Command command) {
            if (handedOver) {
                sendWithByte(command);
                return;
            }
            commands.addLast(command);
            if (handedOver) {
                ring(command);
            }
            told.run();
        }
    }
}
