// SPDX-License-Identifier: Apache-2.0
package io.jevent.zmq;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import zmq.Command;
import zmq.Ctx;
import zmq.IMailbox;
import zmq.SocketBase;

/*
 * What makes a ZeroMQ socket ready always comes as a command into its mailbox, and who sends one also writes a byte into a
 * pipe, the socket's ZMQ_FD. To watch that pipe would take a thread more between JeroMQ's and the hub, twice for each
 * message: the pipe is one of the JDK's, which the hub's loop cannot watch. So the mailbox itself is made to tell, by putting
 * another in its place in the table through which JeroMQ's threads find it. This class is the only one that knows that table.
 */
/** Has a listener told of each command that JeroMQ sends to a socket. */
final class Mailboxes {

    private static final String FLAG = "--add-opens org.zeromq.jeromq/zmq=io.jevent.zmq";

    private final IMailbox[] table;

    private Mailboxes(IMailbox[] table) {
        this.table = table;
    }

    /**
     * Finds the table of a context in which at least one socket has been made.
     *
     * @throws UnsupportedOperationException if this JVM or this JeroMQ does not let us
     */
    static Mailboxes of(Ctx context) {
        try {
            Field field = Ctx.class.getDeclaredField("slots");
            field.setAccessible(true);
            return new Mailboxes((IMailbox[]) field.get(context));
        } catch (InaccessibleObjectException e) {
            throw new UnsupportedOperationException(
                    "ZeroMQ in greenlets needs to look into JeroMQ's module; start the JVM with " + FLAG, e);
        } catch (NoSuchFieldException | IllegalAccessException | ClassCastException e) {
            throw new UnsupportedOperationException(
                    "this version of JeroMQ is not one that jevent-zmq knows; use the one that it depends on", e);
        }
    }

    /**
     * Has {@code told} called, by the thread that sends it, after each command to {@code socket}; it must not block.
     */
    void listen(SocketBase socket, Runnable told) {
        int slot = socket.getTid();
        table[slot] = new Telling(table[slot], told);
    }

    private record Telling(IMailbox mailbox, Runnable told) implements IMailbox {

        @Override
        public void send(Command command) {
            mailbox.send(command);
            told.run();
        }

        @Override
        public Command recv(long timeout) {
            return mailbox.recv(timeout);
        }

        @Override
        public void close() throws IOException {
            mailbox.close();
        }
    }
}
