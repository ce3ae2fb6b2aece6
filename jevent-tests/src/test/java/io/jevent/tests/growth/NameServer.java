// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.growth;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** A name server in a thread of its own that gives every question the same response. */
final class NameServer implements AutoCloseable {

    static final int NXDOMAIN = 3;

    private static final int HEAD = 12;
    private static final int LONGEST = 1500;
    private static final byte[] ADDRESS = {(byte) 0xc0, HEAD, 0, 1, 0, 1, 0, 0, 0x51, (byte) 0x80, 0, 4, 10, 1, 2, 3};

    private final DatagramSocket socket;
    private final int code;

    /** {@code code} is 0 for an address of each name. */
    NameServer(int code) throws IOException {
        this.socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        this.code = code;
        var _ = Thread.ofPlatform().daemon().start(this::serve);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void serve() {
        try {
            while (true) {
                var packet = new DatagramPacket(new byte[LONGEST], LONGEST);
                socket.receive(packet);
                byte[] response = response(packet.getData());
                socket.send(new DatagramPacket(response, response.length, packet.getSocketAddress()));
            }
        } catch (IOException e) {
            CoreOperations.ignore(e); // closed
        }
    }

    private byte[] response(byte[] query) {
        int end = HEAD;
        while (query[end] != 0) {
            end += query[end] + 1;
        }
        end += 5; // the last label, type and class
        var response = ByteBuffer.allocate(end + ADDRESS.length).put(query, 0, end);
        response.putShort(2, (short) (0x8180 | code))
                .putShort(6, (short) (code == 0 ? 1 : 0))
                .putInt(8, 0);
        if (code == 0) {
            response.put(ADDRESS);
        }
        byte[] bytes = new byte[response.position()];
        response.flip().get(bytes);
        return bytes;
    }

    @Override
    public void close() {
        socket.close();
    }
}
