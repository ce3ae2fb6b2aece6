// SPDX-License-Identifier: Apache-2.0
package io.jevent.dns;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A name server with its own port and threads, which does what a test tells it to do. */
final class FakeNameServer implements AutoCloseable {

    static final int A = 1;
    static final int CNAME = 5;
    static final int NXDOMAIN = 3;
    static final int SERVFAIL = 2;

    private static final int CUT_OFF = 0x0200;

    private DatagramSocket udp;
    private ServerSocket tcp;
    private final List<Query> queries = new CopyOnWriteArrayList<>();
    private final Behaviour behaviour;

    /** Handles each query. */
    @FunctionalInterface
    interface Behaviour {
        void answer(Query query) throws IOException;
    }

    /** A query; {@code send} sends a response to the client. */
    @SuppressWarnings("ArrayRecordComponent") // queries are never compared
    record Query(int id, String name, int type, byte[] question, boolean overTcp, SocketAddress from, Sender sender) {
        void send(byte[] answer) throws IOException {
            sender.send(answer);
        }

        /** Returns the true response with one address, or with none if the query is for another type. */
        void answer(String address) throws IOException {
            send(type == A ? new Answer(this).address(address).bytes() : new Answer(this).bytes());
        }

        void refuse(int code) throws IOException {
            send(new Answer(this).code(code).bytes());
        }
    }

    /** Sends a response to the client. */
    @FunctionalInterface
    interface Sender {
        void send(byte[] answer) throws IOException;
    }

    /** A response under construction. */
    static final class Answer {
        private final Query query;
        private final ByteArrayOutputStream records = new ByteArrayOutputStream();
        private int id;
        private byte[] question;
        private int flags = 0x8180;
        private int count;
        private int ttl = 60;

        Answer(Query query) {
            this.query = query;
            this.id = query.id();
            this.question = query.question();
        }

        Answer code(int code) {
            flags |= code;
            return this;
        }

        Answer id(int another) {
            id = another & 0xffff;
            return this;
        }

        Answer about(String name) {
            var bytes = new ByteArrayOutputStream();
            bytes.writeBytes(encode(name));
            bytes.writeBytes(new byte[] {0, (byte) query.type(), 0, 1});
            question = bytes.toByteArray();
            return this;
        }

        /** Sets the TTL of the records that are added later, in seconds. */
        Answer ttl(int seconds) {
            ttl = seconds;
            return this;
        }

        Answer cutOff() {
            flags |= CUT_OFF;
            return this;
        }

        Answer address(String address) {
            return add(
                    new byte[] {(byte) 0xc0, 12},
                    A,
                    InetAddress.ofLiteral(address).getAddress());
        }

        Answer alias(String of, String to) {
            return add(encode(of), CNAME, encode(to));
        }

        Answer add(byte[] name, int type, byte[] data) {
            records.writeBytes(name);
            records.writeBytes(ByteBuffer.allocate(10)
                    .putShort((short) type)
                    .putShort((short) 1)
                    .putInt(ttl)
                    .putShort((short) data.length)
                    .array());
            records.writeBytes(data);
            count++;
            return this;
        }

        byte[] bytes() {
            return ByteBuffer.allocate(12 + question.length + records.size())
                    .putShort((short) id)
                    .putShort((short) flags)
                    .putShort((short) 1)
                    .putShort((short) count)
                    .putInt(0)
                    .put(question)
                    .put(records.toByteArray())
                    .array();
        }
    }

    FakeNameServer(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        while (udp == null) {
            tcp = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
            try {
                udp = new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress());
            } catch (BindException e) {
                tcp.close(); // the UDP port is in use
            }
        }
        Thread.ofPlatform().daemon().name("fake name server").start(this::serveUdp);
        Thread.ofPlatform().daemon().name("fake name server, TCP").start(this::serveTcp);
    }

    static byte[] encode(String name) {
        var bytes = new ByteArrayOutputStream();
        for (String label : name.split("\\.", -1)) {
            bytes.write(label.length());
            bytes.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        bytes.write(0);
        return bytes.toByteArray();
    }

    InetSocketAddress address() {
        return (InetSocketAddress) udp.getLocalSocketAddress();
    }

    List<Query> queries() {
        return queries;
    }

    List<String> askedFor() {
        return queries.stream()
                .filter(query -> query.type() == A)
                .map(Query::name)
                .toList();
    }

    DnsResolver.Builder resolver() {
        return DnsResolver.builder().servers(address()).search(1);
    }

    private void serveUdp() {
        var buffer = new byte[2000];
        while (!udp.isClosed()) {
            var packet = new DatagramPacket(buffer, buffer.length);
            try {
                udp.receive(packet);
                SocketAddress from = packet.getSocketAddress();
                serve(
                        ByteBuffer.wrap(buffer, 0, packet.getLength()),
                        false,
                        from,
                        answer -> udp.send(new DatagramPacket(answer, answer.length, from)));
            } catch (IOException e) {
                stopped(e);
            }
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try (Socket socket = tcp.accept()) {
                var in = new DataInputStream(socket.getInputStream());
                byte[] query = in.readNBytes(in.readUnsignedShort());
                serve(ByteBuffer.wrap(query), true, socket.getRemoteSocketAddress(), answer -> {
                    socket.getOutputStream()
                            .write(ByteBuffer.allocate(2 + answer.length)
                                    .putShort((short) answer.length)
                                    .put(answer)
                                    .array());
                });
            } catch (IOException e) {
                stopped(e);
            }
        }
    }

    private void stopped(IOException e) {
        if (!udp.isClosed()) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(ByteBuffer packet, boolean overTcp, SocketAddress from, Sender sender) throws IOException {
        int id = packet.getShort() & 0xffff;
        packet.position(12);
        var name = new StringBuilder();
        int length;
        while ((length = packet.get()) != 0) {
            var label = new byte[length];
            packet.get(label);
            name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
        }
        int type = packet.getShort();
        int end = packet.position() + 2;
        var question = new byte[end - 12];
        packet.position(12).get(question);
        var query = new Query(id, name.toString(), type, question, overTcp, from, sender);
        queries.add(query);
        behaviour.answer(query);
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }
}
