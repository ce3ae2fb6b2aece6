// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.socket.UdpSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A name server on the hub of the test that answers nothing before it is told to, and then everything. */
final class SlowNameServer implements AutoCloseable {

    private static final int HEADER = 12;
    private static final int A = 1;
    private static final int PTR = 12;
    private static final int MX = 15;
    private static final int TXT = 16;
    private static final int SRV = 33;
    private static final short RESPONSE = (short) 0x8180;

    private final UdpSocket socket;
    private final Event answering = new Event();
    private final Greenlet<?> serving;

    SlowNameServer() throws IOException {
        socket = UdpSocket.bind("127.0.0.1:0");
        serving = Jevent.spawn(() -> {
            answering.await();
            while (true) {
                UdpSocket.Datagram query = socket.receive();
                socket.send(answer(ByteBuffer.wrap(query.data())), query.sender());
            }
        });
    }

    InetSocketAddress address() {
        return socket.localAddress();
    }

    void answer() {
        answering.set();
    }

    @Override
    public void close() {
        serving.kill();
        socket.close();
    }

    /** Everything there is has one record. */
    private static byte[] answer(ByteBuffer query) {
        short id = query.getShort();
        query.position(HEADER);
        for (int length = query.get(); length != 0; length = query.get()) {
            query.position(query.position() + length);
        }
        int type = query.getShort();
        var question = new byte[query.position() + 2 - HEADER];
        query.get(HEADER, question);
        byte[] content = content(type);
        return ByteBuffer.allocate(HEADER + question.length + HEADER + content.length)
                .putShort(id)
                .putShort(RESPONSE)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(0)
                .put(question)
                .putShort((short) 0xc00c) // the name of the question
                .putShort((short) type)
                .putShort((short) 1)
                .putInt(0) // not to be kept
                .putShort((short) content.length)
                .put(content)
                .array();
    }

    private static byte[] content(int type) {
        return switch (type) {
            case A -> new byte[] {127, 0, 0, 1};
            case PTR -> name();
            case MX -> with(name(), 10);
            case TXT -> "\4text".getBytes(StandardCharsets.US_ASCII);
            case SRV -> with(name(), 1, 2, 3);
            default -> throw new IllegalArgumentException("nobody asks for type " + type);
        };
    }

    private static byte[] name() {
        return "\4host\7example\0".getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] with(byte[] name, int... numbers) {
        var bytes = new ByteArrayOutputStream();
        for (int number : numbers) {
            bytes.write(0);
            bytes.write(number);
        }
        bytes.writeBytes(name);
        return bytes.toByteArray();
    }
}
