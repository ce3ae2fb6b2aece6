// SPDX-License-Identifier: Apache-2.0
package io.jevent.zmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.concurrent.ConcurrentLinkedDeque;
import org.junit.jupiter.api.Test;
import zmq.Command;
import zmq.Ctx;
import zmq.Mailbox;
import zmq.SocketBase;
import zmq.ZMQ;
import zmq.ZObject;

/**
 * Tests the window in which a socket has taken its last command and ended, but the byte for that command is not written
 * yet.
 */
class MailboxesTest {

    @Test
    void aCommandThatWasTakenBeforeItsByteIsWrittenFailsNobody() throws Exception {
        var context = new Ctx();
        SocketBase socket = context.createSocket(ZMQ.ZMQ_PAIR);
        var real = new Mailbox(context, "of a socket that has ended", 9);
        var mailbox = new Mailboxes.SocketMailbox(real, new ConcurrentLinkedDeque<>(), () -> {});
        mailbox.handOver();
        Command command = command(socket);
        mailbox.send(command);
        assertThat(mailbox.recv(0)).isSameAs(command);
        mailbox.close();
        assertThatCode(() -> mailbox.send(command)).doesNotThrowAnyException();
        socket.close();
        context.terminate();
    }

    private static Command command(ZObject destination) throws ReflectiveOperationException {
        var constructor = Command.class.getDeclaredConstructor(ZObject.class, Command.Type.class);
        constructor.setAccessible(true);
        return constructor.newInstance(destination, Command.Type.STOP);
    }
}
