// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.socket.StreamSocket;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** A client that sends and reads frames of HTTP/2, well-formed or not. */
public final class FrameWire implements AutoCloseable {

    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int PRIORITY = 2;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PUSH_PROMISE = 5;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;

    public static final int END_STREAM = 1;
    public static final int ACK = 1;
    public static final int END_HEADERS = 4;
    public static final int PADDED = 8;
    public static final int PRIORITIZED = 32;

    public static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private static final int LIMIT_MILLIS = 600_000;

    private final Closeable socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
    private final Map<Integer, StringBuilder> responses = new HashMap<>();
    private final Set<Integer> ended = new HashSet<>();
    private Http2Headers headers = new DefaultHttp2Headers();

    /** A frame that was received. */
    public static final class Frame {

        private final int type;
        private final int flags;
        private final int stream;
        private final byte[] payload;

        Frame(int type, int flags, int stream, byte[] payload) {
            this.type = type;
            this.flags = flags;
            this.stream = stream;
            this.payload = payload;
        }

        public int type() {
            return type;
        }

        public int flags() {
            return flags;
        }

        public int stream() {
            return stream;
        }

        public byte[] payload() {
            return payload;
        }

        /** Returns the error code of RST_STREAM or GOAWAY. */
        public int error() {
            return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
        }

        /** Returns the last stream of GOAWAY, the increment of WINDOW_UPDATE. */
        public int number() {
            return ByteBuffer.wrap(payload).getInt(0);
        }

        public boolean ends() {
            return (flags & END_STREAM) != 0;
        }

        public String text() {
            return new String(payload, StandardCharsets.ISO_8859_1);
        }
    }

    private FrameWire(Socket socket) throws IOException {
        this(socket, socket.getInputStream(), socket.getOutputStream());
    }

    private FrameWire(Closeable socket, InputStream in, OutputStream out) {
        this.socket = socket;
        this.in = new DataInputStream(in);
        this.out = out;
    }

    /** Connects without sending anything. */
    public static FrameWire silent(int port) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(LIMIT_MILLIS);
        socket.setTcpNoDelay(true);
        return new FrameWire(socket);
    }

    /** Connects, and sends the preface with empty settings. */
    public static FrameWire to(int port) throws IOException {
        return silent(port).begin();
    }

    /** Sends the preface with empty settings on a socket of the hub. */
    public static FrameWire on(StreamSocket socket) throws IOException {
        return new FrameWire(socket, socket.inputStream(), socket.outputStream()).begin();
    }

    private FrameWire begin() throws IOException {
        return send(PREFACE).frame(SETTINGS, 0, 0);
    }

    public FrameWire send(String latin1) throws IOException {
        return send(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    public FrameWire send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    /** Shuts down the output of a socket of the JDK. */
    public void shutdownOutput() throws IOException {
        ((Socket) socket).shutdownOutput();
    }

    /** Closes the connection before its time. */
    public void leave() throws IOException {
        socket.close();
    }

    /** Returns the bytes of a frame. */
    public static byte[] bytes(int type, int flags, int stream, byte... payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    public FrameWire frame(int type, int flags, int stream, byte... payload) throws IOException {
        return send(bytes(type, flags, stream, payload));
    }

    public static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    public FrameWire setting(int id, int value) throws IOException {
        return frame(
                SETTINGS,
                0,
                0,
                ByteBuffer.allocate(6).putShort((short) id).putInt(value).array());
    }

    public FrameWire window(int stream, int increment) throws IOException {
        return frame(WINDOW_UPDATE, 0, stream, number(increment));
    }

    public FrameWire reset(int stream, int error) throws IOException {
        return frame(RST_STREAM, 0, stream, number(error));
    }

    public FrameWire data(int stream, boolean end, String text) throws IOException {
        return frame(DATA, end ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Encodes names and values as literals without indexing, RFC 7541, 6.2.2. */
    public static byte[] block(String... fields) {
        var block = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            block.write(0);
            literal(block, fields[i]);
            literal(block, fields[i + 1]);
        }
        return block.toByteArray();
    }

    private static void literal(ByteArrayOutputStream to, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < 127) {
            to.write(bytes.length);
        } else {
            to.write(127);
            int rest = bytes.length - 127;
            for (; rest >= 128; rest >>= 7) {
                to.write((rest & 0x7f) | 0x80);
            }
            to.write(rest);
        }
        to.writeBytes(bytes);
    }

    /** Returns the block of a request, with more fields. */
    public static byte[] request(String method, String path, String... more) {
        var block = new ByteArrayOutputStream();
        block.writeBytes(block(":method", method, ":scheme", "http", ":path", path, ":authority", "a"));
        block.writeBytes(block(more));
        return block.toByteArray();
    }

    public FrameWire headers(int stream, boolean end, byte... block) throws IOException {
        return frame(HEADERS, END_HEADERS | (end ? END_STREAM : 0), stream, block);
    }

    public FrameWire get(int stream, String path, String... more) throws IOException {
        return headers(stream, true, request("GET", path, more));
    }

    public FrameWire post(int stream, String path, String... more) throws IOException {
        return headers(stream, false, request("POST", path, more));
    }

    /** Reads a frame, and notes what it adds to a response. */
    public Frame read() throws IOException {
        int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = in.readNBytes(length);
        if (payload.length < length) {
            throw new EOFException();
        }
        var frame = new Frame(type, flags, stream, payload);
        note(frame);
        return frame;
    }

    /** Reads up to a frame that passes a test. */
    public Frame await(Predicate<Frame> wanted) throws IOException {
        while (true) {
            Frame frame = read();
            if (wanted.test(frame)) {
                return frame;
            }
        }
    }

    public Frame await(int type) throws IOException {
        return await(frame -> frame.type() == type);
    }

    public Frame await(int type, int stream) throws IOException {
        return await(frame -> frame.type() == type && frame.stream() == stream);
    }

    /** Reads up to the headers of a stream. */
    public Http2Headers headersOf(int stream) throws IOException {
        var _ = await(HEADERS, stream);
        return headers;
    }

    private Http2Headers decoded(Frame frame) throws IOException {
        try {
            headers = decoder.decodeHeaders(frame.stream(), Unpooled.wrappedBuffer(frame.payload()));
            return headers;
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
    }

    /**
     * Reads a whole response, and returns its status, a space, and its body; trailers, and the error of a stream or
     * connection, in brackets. Responses of other streams that come before are kept.
     */
    public String response(int stream) throws IOException {
        while (!ended.contains(stream)) {
            Frame frame = read();
            if (frame.type() == GOAWAY && frame.error() != 0) {
                throw new IOException("GOAWAY " + frame.error() + " " + frame.text());
            }
        }
        return String.valueOf(responses.remove(stream));
    }

    private void note(Frame frame) throws IOException {
        if (frame.stream() == 0 || frame.type() == WINDOW_UPDATE) {
            return;
        }
        StringBuilder text = responses.computeIfAbsent(frame.stream(), _ -> new StringBuilder());
        boolean ends = frame.ends();
        if (frame.type() == HEADERS) {
            Http2Headers fields = decoded(frame);
            text.append(fields.status() == null ? trailers(fields) : fields.status() + " ");
        } else if (frame.type() == DATA) {
            text.append(frame.text());
        } else if (frame.type() == RST_STREAM) {
            ends = !ended.contains(frame.stream());
            text.append("[RST_STREAM ").append(frame.error()).append(']');
        }
        if (ends) {
            ended.add(frame.stream());
        }
    }

    private static String trailers(Http2Headers headers) {
        var text = new StringBuilder();
        headers.forEach(field -> text.append('[')
                .append(field.getKey())
                .append(": ")
                .append(field.getValue())
                .append(']'));
        return text.toString();
    }

    /** Reads to the end of the connection; returns the last GOAWAY before it. */
    public String end() throws IOException {
        String last = "";
        try {
            while (true) {
                Frame frame = read();
                if (frame.type() == GOAWAY) {
                    last = "GOAWAY " + frame.error();
                }
            }
        } catch (EOFException | SocketException e) {
            return last;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
