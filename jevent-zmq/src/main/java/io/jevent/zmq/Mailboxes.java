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
 * Each event that makes a ZeroMQ socket ready arrives as a command in the socket's mailbox; the sender also writes a
 * byte into a pipe, the socket's ZMQ_FD. That pipe is one of the JDK, which the hub's loop cannot watch, so watching it
 * would need another thread between JeroMQ's thread and the hub, for each message. Instead, this class replaces the
 * mailbox in the table through which JeroMQ's threads find it by one that calls the hub, and no byte is written. In the
 * other direction, into the mailbox of an I/O thread, JeroMQ writes a byte for each command. Here, as in libzmq, only a
 * command that finds the mailbox empty brings a byte, because the thread takes commands until there are none. Only this
 * class uses JeroMQ's internals.
 */
/** The mailboxes through which JeroMQ's threads and the hub exchange commands. */
final class Mailboxes {

    private static final String FLAG = "--add-opens org.zeromq.jeromq/zmq=io.jevent.zmq";

    /** In JeroMQ's table the I/O threads come after the terminator and the reaper. */
    private static final int FIRST_IO_THREAD = 2;

    private final IMailbox[] table;

    private Mailboxes(IMailbox[] table) {
        this.table = table;
    }

    /**
     * Finds the table of a context that has created at least one socket.
     *
     * @throws UnsupportedOperationException if this JVM or this version of JeroMQ denies access to it
     */
    static Mailboxes of(Ctx context, int ioThreads) {
        IMailbox[] table = (IMailbox[]) inside(Ctx.class, "slots", context);
        for (int i = FIRST_IO_THREAD; i < FIRST_IO_THREAD + ioThreads; i++) {
            table[i] = new IoThreadMailbox((Mailbox) table[i], commands(table[i]));
        }
        return new Mailboxes(table);
    }

    /**
     * Calls {@code onCommand} after each command to {@code socket}, on the thread that sends it; {@code onCommand} must
     * not block.
     */
    SocketMailbox listen(SocketBase socket, Runnable onCommand) {
        int slot = socket.getTid();
        var mailbox = new SocketMailbox((Mailbox) table[slot], commands(table[slot]), onCommand);
        table[slot] = mailbox;
        return mailbox;
    }

    @SuppressWarnings("unchecked") // declared so by JeroMQ
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
                    "jevent-zmq needs access to JeroMQ's module; start the JVM with " + FLAG, e);
        } catch (NoSuchFieldException | IllegalAccessException e) {
            throw new UnsupportedOperationException(
                    "jevent-zmq does not support this version of JeroMQ; use the version that it depends on", e);
        }
    }

    /** A mailbox that replaces JeroMQ's own; the owner still takes the commands from the latter. */
    abstract static class ReplacedMailbox implements IMailbox {

        final Mailbox real;
        final Deque<Command> commands;

        ReplacedMailbox(Mailbox real, Deque<Command> commands) {
            this.real = real;
            this.commands = commands;
        }

        /** Sends a command with a byte that was added without one, unless the owner has taken it meanwhile. */
        final void ring(Command command) {
            if (commands.removeLastOccurrence(command)) {
                sendWithByte(command);
            }
        }

        /**
         * Adds a command and then writes the byte. In between, the owner may take the command while it takes others,
         * and end: then the pipe is closed, and the byte is not needed.
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

    /**
     * The mailbox of a thread that waits for the byte. A command behind another one needs no byte: the thread takes it
     * after the first.
     */
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

    /**
     * The mailbox of a socket that a hub uses, until it is handed over to the reaper thread, which waits for the byte.
     */
    static final class SocketMailbox extends ReplacedMailbox {

        private final Runnable onCommand;
        private volatile boolean handedOver;

        SocketMailbox(Mailbox real, Deque<Command> commands, Runnable onCommand) {
            super(real, commands);
            this.onCommand = onCommand;
        }

        /**
         * Writes a byte for each later command. The caller must let the socket take the commands that are already
         * there.
         */
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
            onCommand.run();
        }
    }
}
