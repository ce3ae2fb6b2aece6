// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import io.jevent.exceptions.InvalidThreadUseException;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered.
 *
 * <p><b>Confinement:</b> hub-confined; one greenlet at a time.
 */
public final class Answer {

    private static final byte[] LAST_CHUNK = HeadWriter.bytes("0\r\n");
    private static final byte[] END = HeadWriter.bytes("\r\n");
    private static final int CHUNK_LINE = 10;
    private static final int NO_CONTENT = 204;

    /** How the end of the body is told. */
    private enum Framing {
        NOT_SENT,
        NO_BODY,
        LENGTH,
        CHUNKED,
        CLOSE
    }

    private final HttpConnection connection;
    private final Exchange exchange;
    private final boolean toHead;
    private final boolean toHttp10;
    private final HeaderList headers = new HeaderList();
    private @Nullable HeaderList trailers;
    private @Nullable String reason;
    private int status = 200;
    private Framing framing = Framing.NOT_SENT;
    private long left;
    private long sent;
    private boolean keepAlive;
    private boolean ended;
    private boolean aborted;
    private boolean closed;

    Answer(HttpConnection connection, Exchange exchange, @Nullable RequestHead head) {
        this.connection = connection;
        this.exchange = exchange;
        toHead = head != null && head.method.equals("HEAD");
        toHttp10 = head != null && head.isHttp10;
        keepAlive = head != null && head.keepAlive;
    }

    /**
     * The status of the answer.
     *
     * @return the status, 200 unless told otherwise
     */
    public int status() {
        return status;
    }

    /**
     * Sets the status of the answer.
     *
     * @param code the status
     * @param phrase the words that go with it; null for the usual
     */
    public void status(int code, @Nullable String phrase) {
        requireUnsent();
        status = Statuses.check(code);
        reason = phrase == null ? null : HeaderList.checked("reason of the status", phrase);
    }

    /**
     * The headers of the answer.
     *
     * @return a list to change before anything is sent
     */
    public HeaderList headers() {
        return headers;
    }

    /**
     * The lines after an answer with chunks.
     *
     * @return a list to fill before the end
     */
    public HeaderList trailers() {
        requireOpen();
        HeaderList lines = trailers;
        if (lines == null) {
            lines = new HeaderList();
            trailers = lines;
        }
        return lines;
    }

    /**
     * Whether the head of the answer was sent.
     *
     * @return true from then on
     */
    public boolean isSent() {
        return framing != Framing.NOT_SENT;
    }

    /**
     * Whether the answer is whole.
     *
     * @return true from its end on
     */
    public boolean hasEnded() {
        return ended;
    }

    boolean isAborted() {
        return aborted;
    }

    /**
     * How much of the answer was made.
     *
     * @return bytes, the head included
     */
    public long sent() {
        return sent;
    }

    boolean keepsAlive() {
        return keepAlive;
    }

    /** Makes this answer the last of its connection. */
    public void closeAfter() {
        keepAlive = false;
    }

    /** Whether only the end of the connection tells the end of the body. */
    boolean endsWithConnection() {
        return framing == Framing.CLOSE;
    }

    /** Fails on a thread other than the hub's. */
    public void requireHere() {
        if (!connection.works().hub().isCurrent()) {
            throw new InvalidThreadUseException("the " + this + " belongs to "
                    + connection.works().hub() + " but was used from " + Thread.currentThread()
                    + "; have a greenlet of that hub send it: hand it the content, or use hub.runCallback(...)");
        }
    }

    /** Fails if nothing more can be sent. */
    public void requireOpen() {
        requireHere();
        if (closed) {
            throw new IllegalStateException("the " + this + " is over: its handler has returned;"
                    + " a handler waits for the greenlets that use its response");
        }
        if (ended || aborted) {
            throw new IllegalStateException("the answer has ended already");
        }
    }

    /** Ends the use of this response: its handler has returned. */
    void close() {
        closed = true;
    }

    /** Fails if status and headers can no longer be set. */
    public void requireUnsent() {
        requireHere();
        if (closed) {
            requireOpen();
        }
        if (framing != Framing.NOT_SENT) {
            throw new IllegalStateException("the head of the answer was sent already; set its status and headers before"
                    + " the first byte of its body");
        }
    }

    /**
     * Sends a whole answer.
     *
     * @param bytes its body
     * @throws IOException if the client cannot be sent anything
     */
    public void send(byte[] bytes) throws IOException {
        begin(bytes.length);
        if (framing == Framing.LENGTH && !toHead) {
            take(bytes.length);
            connection.output().addPatiently(bytes, 0, bytes.length);
        } else if (bytes.length > 0 && !toHead) {
            write(bytes, 0, bytes.length);
        }
        end();
    }

    /**
     * Sends the head.
     *
     * @param length the length of the body, -1 if it is not known yet
     */
    public void begin(long length) {
        requireUnsent();
        long announced = announcedLength();
        if (length >= 0 && announced >= 0 && announced != length && !toHead && !Statuses.isBodyless(status)) {
            throw new IllegalStateException("the body has " + length + " bytes, but Content-Length says " + announced);
        }
        if (length > 0 && !toHead) {
            requireBody();
        }
        if (status == NO_CONTENT) {
            requireNoLength(announced);
        }
        long whole = length >= 0 ? length : announced;
        boolean closes = takeConnectionOptions();
        keepAlive = keepAlive && !closes && !connection.isDraining() && !exchange.bodyEndsConnection();
        framing = framingOf(whole);
        left = framing == Framing.LENGTH ? whole : 0;
        writeHead(announced >= 0, whole);
    }

    private void requireBody() {
        if (!Statuses.mayHaveContent(status)) {
            throw new IllegalStateException("The " + status + " response must have no body");
        }
    }

    /** RFC 9110, 8.6: no Content-Length in a 204; a 304 may have that of the content it stands for. */
    private void requireNoLength(long announced) {
        if (announced > 0) {
            throw new IllegalStateException(
                    "The " + status + " response must have no body, but Content-Length is " + announced);
        }
        headers.remove("Content-Length");
    }

    private Framing framingOf(long length) {
        if (Statuses.isBodyless(status)) {
            return Framing.NO_BODY;
        }
        if (length >= 0) {
            return Framing.LENGTH;
        }
        if (toHttp10) {
            keepAlive = false;
            return Framing.CLOSE;
        }
        return Framing.CHUNKED;
    }

    private long announcedLength() {
        String value = headers.get("Content-Length");
        return value == null ? -1 : Long.parseLong(value); // checked when it was set
    }

    /**
     * Takes {@code close} and {@code keep-alive} out of the header Connection, since the server sends them itself, and
     * puts in {@code Upgrade} if there is such a header: RFC 9110, 7.6.1 and 7.8.
     *
     * @return whether the connection is to be closed
     */
    private boolean takeConnectionOptions() {
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

    private void writeHead(boolean lengthIsAnnounced, long length) {
        HubWorks works = connection.works();
        String phrase = reason;
        byte[] line = phrase == null ? Statuses.line(status) : Statuses.lineOf(status, phrase);
        var writer = new HeadWriter(works.scratch(line.length + HeadWriter.room(headers) + HeadWriter.roomOfRest()));
        writer.add(line).add(headers);
        if (!keepAlive) {
            writer.add(HeadWriter.CLOSE);
        } else if (toHttp10) {
            writer.add(HeadWriter.KEEP_ALIVE);
        }
        if (headers.get("Date") == null) {
            writer.add(works.date());
        }
        if (framing == Framing.LENGTH && !lengthIsAnnounced) {
            writer.add(HeadWriter.LENGTH).addNumber(length).lineEnd();
        } else if (framing == Framing.CHUNKED) {
            writer.add(HeadWriter.CHUNKED);
        }
        writer.lineEnd();
        sent += writer.size();
        connection.output().add(works.scratch(0), 0, writer.size());
    }

    /**
     * Sends a piece of the body, and the head before the first.
     *
     * @param bytes where the piece is
     * @param from where it begins
     * @param length how long it is
     * @throws IOException if the client cannot be sent anything
     */
    public void write(byte[] bytes, int from, int length) throws IOException {
        requireOpen();
        if (length > 0) {
            requireBody();
        }
        if (framing == Framing.NOT_SENT) {
            begin(-1);
        }
        if (length == 0) {
            return;
        }
        if (framing == Framing.LENGTH) {
            take(length);
        }
        if (toHead) {
            return;
        }
        Output output = connection.output();
        if (framing == Framing.CHUNKED) {
            addChunkLine(length);
            output.addPatiently(bytes, from, length);
            output.add(END, 0, END.length);
        } else {
            output.addPatiently(bytes, from, length);
        }
        if (framing != Framing.LENGTH) {
            sent += length;
        }
    }

    /** Counts a piece of a body whose length was told. */
    private void take(long length) {
        if (length > left) {
            throw new IllegalStateException(
                    "the body is longer than Content-Length says: by " + (length - left) + " bytes");
        }
        left -= length;
        sent += length;
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
        sent += CHUNK_LINE - at + END.length;
    }

    /**
     * Sends what was written, and waits while the client is too far behind.
     *
     * @throws IOException if the client cannot be sent anything
     */
    public void flush() throws IOException {
        connection.output().flush();
        connection.output().awaitRoom();
    }

    /**
     * Sends a part of a file as the rest of the body, whose length was told with {@link #begin}.
     *
     * @param file the file
     * @param position where the part begins
     * @param count how long it is
     * @throws IOException if the file is shorter, or the client cannot be sent anything
     */
    public void sendFile(FileChannel file, long position, long count) throws IOException {
        take(count);
        if (toHead) {
            return;
        }
        connection.sendFile(file, position, count);
    }

    /**
     * Ends the answer; does nothing if it has ended or was given up.
     *
     * @throws IOException if the client cannot be sent anything
     */
    public void end() throws IOException {
        if (ended || aborted) {
            return;
        }
        if (framing == Framing.NOT_SENT) {
            begin(0);
        }
        if (left > 0 && !toHead) {
            throw new IllegalStateException("the body is shorter than Content-Length says: by " + left + " bytes");
        }
        ended = true;
        if (framing == Framing.CHUNKED && !toHead) {
            endChunks();
        }
        connection.output().flushSoon();
    }

    private void endChunks() {
        HeaderList lines = trailers;
        Output output = connection.output();
        output.add(LAST_CHUNK, 0, LAST_CHUNK.length);
        sent += LAST_CHUNK.length + END.length;
        if (lines != null) {
            var writer = new HeadWriter(new byte[HeadWriter.room(lines)]);
            output.add(writer.add(lines).bytes(), 0, writer.size());
            sent += writer.size();
        }
        output.add(END, 0, END.length);
    }

    /** Ends an answer that may be broken. */
    public void endOrAbort() {
        try {
            end();
        } catch (IOException | IllegalStateException _) {
            abort();
        }
    }

    /** Gives the answer up: the connection will be closed, so that the client notices. */
    public void abort() {
        keepAlive = false;
        aborted = !ended;
    }

    /** Takes back what was set, before anything is sent, to answer something else. */
    public void restart() {
        requireUnsent();
        headers.clear();
        trailers = null;
        status = 200;
        reason = null;
    }

    /**
     * Sends an answer 101 and takes HTTP off the connection.
     *
     * @return the plain socket, from the first byte after the request; it is closed when the application returns
     * @throws IOException if the client cannot be sent anything
     * @throws IllegalStateException if the client did not ask for another protocol
     */
    public StreamSocket upgrade() throws IOException {
        requireUnsent();
        String protocol = headers.get("Upgrade");
        if (!exchange.wantsUpgrade() || protocol == null) {
            throw new IllegalStateException("a connection can only be upgraded if the client asks for it, with"
                    + " Connection: upgrade, and the answer has a header Upgrade");
        }
        status = 101;
        framing = Framing.NO_BODY;
        ended = true;
        HubWorks works = connection.works();
        byte[] line = Statuses.line(status);
        headers.set("Connection", "Upgrade");
        var writer = new HeadWriter(works.scratch(line.length + HeadWriter.room(headers) + HeadWriter.roomOfRest()));
        writer.add(line).add(headers).lineEnd();
        sent += writer.size();
        connection.output().add(works.scratch(0), 0, writer.size());
        return connection.upgrade();
    }

    @Override
    public String toString() {
        return "answer to " + exchange;
    }
}
