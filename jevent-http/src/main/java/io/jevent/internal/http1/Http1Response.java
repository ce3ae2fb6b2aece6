// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http1;

import io.jevent.internal.http.FieldLists;
import io.jevent.internal.http.HeaderList;
import io.jevent.internal.http.RequestHead;
import io.jevent.internal.http.WireResponse;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A response in HTTP/1.1 (RFC 9112), or in HTTP/1.0 to a client of that version.
 *
 * <p><b>Confinement:</b> hub-confined; one greenlet at a time.
 */
final class Http1Response extends WireResponse {

    private static final int SWITCHING_PROTOCOLS = 101;

    private static final byte[] LAST_CHUNK = HeadWriter.bytes("0\r\n");
    private static final byte[] END_OF_LINE = HeadWriter.bytes("\r\n");
    private static final int CHUNK_LINE = 10;

    private final HttpConnection connection;
    private final Http1Exchange exchange;
    private final boolean toHttp10;
    private boolean keepAlive;
    private boolean chunked;
    private boolean endsWithConnection;

    Http1Response(HttpConnection connection, Http1Exchange exchange, @Nullable RequestHead head) {
        super(exchange, head != null && head.method.equals("HEAD"));
        this.connection = connection;
        this.exchange = exchange;
        toHttp10 = head != null && head.isHttp10;
        keepAlive = head != null && head.keepAlive;
    }

    boolean keepsAlive() {
        return keepAlive;
    }

    /** Returns whether only the end of the connection marks the end of the body. */
    boolean endsWithConnection() {
        return endsWithConnection;
    }

    @Override
    public void closeAfter() {
        keepAlive = false;
    }

    @Override
    protected void sendHead(long length, boolean hasBody, boolean announced) {
        boolean open = hasBody && length < 0;
        chunked = open && !toHttp10;
        endsWithConnection = open && toHttp10;
        boolean closes = takeConnectionOptions();
        keepAlive = keepAlive
                && !closes
                && !endsWithConnection
                && !connection.isDraining()
                && !exchange.bodyEndsConnection();
        HeadWriter writer = beginHead();
        if (!keepAlive) {
            writer.add(HeadWriter.CLOSE);
        } else if (toHttp10) {
            writer.add(HeadWriter.KEEP_ALIVE);
        }
        if (headers().get("Date") == null) {
            writer.add(connection.hubState().date());
        }
        if (chunked) {
            writer.add(HeadWriter.CHUNKED);
        } else if (hasBody && !open && !announced) {
            writer.add(HeadWriter.LENGTH).addNumber(length).lineEnd();
        }
        endHead(writer);
    }

    /**
     * Takes {@code close} and {@code keep-alive} out of the header Connection, since the server sends them itself, and
     * adds {@code Upgrade} if there is such a header: RFC 9110, 7.6.1 and 7.8.
     *
     * @return whether the application asks to close the connection
     */
    private boolean takeConnectionOptions() {
        HeaderList headers = headers();
        boolean upgrades = headers.get("Upgrade") != null;
        if (!upgrades && headers.get("Connection") == null) {
            return false;
        }
        List<String> options = FieldLists.elements(headers.all("Connection"));
        boolean closes = options.removeIf("close"::equalsIgnoreCase);
        options.removeIf(option -> option.equalsIgnoreCase("keep-alive") || option.equalsIgnoreCase("Upgrade"));
        if (upgrades) {
            options.add("Upgrade");
        }
        headers.remove("Connection");
        if (!options.isEmpty()) {
            headers.set("Connection", String.join(", ", options));
        }
        return closes;
    }

    /** Writes the status line and the application's headers. */
    private HeadWriter beginHead() {
        String phrase = reason();
        byte[] line = phrase == null ? StatusLines.line(status()) : StatusLines.line(status(), phrase);
        int size = line.length + HeadWriter.room(headers()) + HeadWriter.roomOfRest();
        return new HeadWriter(connection.hubState().takeScratch(size)).add(line).add(headers());
    }

    private void endHead(HeadWriter writer) {
        writer.lineEnd();
        count(writer.size());
        connection.output().add(writer.bytes(), 0, writer.size());
        connection.hubState().giveBack(writer.bytes());
    }

    /** An HTTP/1.0 client knows no interim responses. */
    @Override
    public void sendInterim(int code, HeaderList fields) {
        requireUnsent();
        if (!toHttp10) {
            byte[] line = StatusLines.line(code);
            var writer = new HeadWriter(new byte[line.length + HeadWriter.room(fields) + 2]);
            writer.add(line).add(fields).lineEnd();
            connection.output().add(writer.bytes(), 0, writer.size());
            connection.output().flush();
        }
    }

    @Override
    protected void sendContent(byte[] bytes, int from, int length) throws IOException {
        Output output = connection.output();
        if (chunked) {
            addChunkLine(length);
            output.addAll(bytes, from, length);
            output.add(END_OF_LINE, 0, END_OF_LINE.length);
        } else {
            output.addAll(bytes, from, length);
        }
    }

    private void addChunkLine(int length) {
        byte[] line = new byte[CHUNK_LINE];
        int at = CHUNK_LINE;
        line[--at] = '\n';
        line[--at] = '\r';
        int rest = length;
        do {
            line[--at] = (byte) Character.forDigit(rest & 0xf, 16);
            rest >>>= 4;
        } while (rest != 0);
        connection.output().add(line, at, CHUNK_LINE - at);
        count(CHUNK_LINE - at + END_OF_LINE.length);
    }

    @Override
    protected void sendFileContent(FileChannel file, long position, long count) throws IOException {
        connection.output().sendFile(file, position, count);
    }

    @Override
    public void flush() throws IOException {
        connection.output().flush();
        connection.output().awaitRoom();
    }

    @Override
    protected void sendEnd(@Nullable HeaderList fields) {
        if (chunked && !isToHead()) {
            endChunks(fields);
        }
        connection.output().flushSoon();
    }

    private void endChunks(@Nullable HeaderList fields) {
        Output output = connection.output();
        output.add(LAST_CHUNK, 0, LAST_CHUNK.length);
        count(LAST_CHUNK.length + END_OF_LINE.length);
        if (fields != null) {
            var writer = new HeadWriter(new byte[HeadWriter.room(fields)]);
            output.add(writer.add(fields).bytes(), 0, writer.size());
            count(writer.size());
        }
        output.add(END_OF_LINE, 0, END_OF_LINE.length);
    }

    @Override
    public StreamSocket upgrade() throws IOException {
        requireUnsent();
        if (!exchange.wantsUpgrade() || headers().get("Upgrade") == null) {
            throw new IllegalStateException("a connection can only be upgraded if the client asks for it, with"
                    + " Connection: upgrade, and the response has a header Upgrade");
        }
        switchProtocols(SWITCHING_PROTOCOLS);
        headers().set("Connection", "Upgrade");
        endHead(beginHead());
        return connection.upgrade();
    }
}
