// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.internal.http.Answer;
import io.jevent.internal.http.Statuses;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request: set status and headers, then {@link #send(String)} a whole body, or {@link #write(String)}
 * it piece by piece.
 *
 * <p>Each method that sends waits while the client reads too slowly, and throws an {@link IOException} if it is gone.
 *
 * <p><b>Confinement:</b> hub-confined; one greenlet at a time.
 *
 * @gevent {@code start_response} and what a WSGI application returns
 */
public final class Response {

    private static final String TEXT = "text/plain; charset=utf-8";

    private final Request request;
    private final Answer answer;
    private @Nullable LongConsumer beforeHead;
    private @Nullable BodyFilter filter;
    private @Nullable OutputStream stream;

    Response(Request request) {
        this.request = request;
        answer = request.exchange().answer();
    }

    /** Has something done just before the head is sent; it gets the length of the body, or -1. */
    void beforeHead(LongConsumer action) {
        LongConsumer first = beforeHead;
        beforeHead = first == null
                ? action
                : length -> {
                    action.accept(length);
                    first.accept(length);
                };
    }

    /** The head is about to be sent. */
    private void prepare(long length) {
        LongConsumer action = beforeHead;
        if (action != null && !answer.isSent()) {
            beforeHead = null;
            action.accept(length);
        }
    }

    /** Has the body changed on its way: compressed, say. */
    void filter(BodyFilter through) {
        filter = through;
    }

    /** Whether a body of this length, which is about to be sent, is changed on its way. */
    boolean changesBody(long length) {
        prepare(length);
        return filter != null;
    }

    /**
     * Sets the status, which is 200 otherwise.
     *
     * @param status three digits
     * @return this
     * @throws IllegalArgumentException if it is not a status
     * @throws IllegalStateException if the head was sent already
     */
    public Response status(int status) {
        answer.status(status, null);
        return this;
    }

    /**
     * Sets the status, with other words than the usual ones.
     *
     * @param status three digits
     * @param reason the words that go with it
     * @return this
     * @throws IllegalArgumentException if it is not a status, or the words are not one line of Latin-1 characters
     * @throws IllegalStateException if the head was sent already
     */
    public Response status(int status, String reason) {
        answer.status(status, reason);
        return this;
    }

    /**
     * Returns the status.
     *
     * @return the status
     */
    public int status() {
        return answer.status();
    }

    /**
     * Sets a header, in the place of any of that name.
     *
     * @param name its name
     * @param value its value
     * @return this
     * @throws IllegalArgumentException if a line made of them would not be just that header, because of a line break,
     *     say
     * @throws IllegalStateException if the head was sent already
     */
    public Response header(String name, String value) {
        requireUnsent();
        checkOwn(name);
        answer.headers().set(name, value);
        return this;
    }

    /**
     * Adds a header to those of its name.
     *
     * @param name its name
     * @param value its value
     * @return this
     * @throws IllegalArgumentException as {@link #header}
     * @throws IllegalStateException if the head was sent already
     */
    public Response addHeader(String name, String value) {
        requireUnsent();
        checkOwn(name);
        answer.headers().add(name, value);
        return this;
    }

    /**
     * Removes a header.
     *
     * @param name its name
     * @return this
     * @throws IllegalStateException if the head was sent already
     */
    public Response removeHeader(String name) {
        requireUnsent();
        answer.headers().remove(name);
        return this;
    }

    /**
     * Removes all headers that were set.
     *
     * @return this
     * @throws IllegalStateException if the head was sent already
     */
    public Response clearHeaders() {
        requireUnsent();
        answer.headers().clear();
        return this;
    }

    /**
     * Gives the client a cookie.
     *
     * @param cookie the cookie
     * @return this
     * @throws IllegalStateException if the head was sent already
     */
    public Response cookie(SetCookie cookie) {
        return addHeader("Set-Cookie", cookie.toString());
    }

    /** What tells where the message ends is the server's own. */
    private static void checkOwn(String name) {
        if (name.equalsIgnoreCase("Transfer-Encoding")) {
            throw new IllegalArgumentException("Transfer-Encoding is set by the server: leave it out");
        }
    }

    private void requireUnsent() {
        if (answer.isSent()) {
            throw new IllegalStateException("the head of the answer was sent already; set its status and headers before"
                    + " the first byte of its body");
        }
    }

    /**
     * Returns the headers that were set.
     *
     * @return the headers
     */
    public Headers headers() {
        return new Headers(answer.headers());
    }

    /**
     * Sets the header {@code Content-Type}.
     *
     * @param type a media type
     * @return this
     */
    public Response type(String type) {
        return header("Content-Type", type);
    }

    /**
     * Adds a line that follows the body; only a body that is written piece by piece to an HTTP/1.1 client can have any.
     *
     * @param name its name
     * @param value its value
     * @return this
     * @throws IllegalArgumentException as {@link #header}
     */
    public Response trailer(String name, String value) {
        checkOwn(name);
        answer.trailers().add(name, value);
        return this;
    }

    /**
     * Says whether the head was sent: status and headers cannot be changed any more.
     *
     * @return true from then on
     */
    public boolean isSent() {
        return answer.isSent();
    }

    /**
     * Makes this answer the last one of its connection.
     *
     * @return this
     */
    public Response closeConnection() {
        answer.closeAfter();
        return this;
    }

    /**
     * Sends a text as the whole body, as {@code text/plain} unless another type is set.
     *
     * @param text the body, sent as UTF-8
     * @throws IOException if the client is gone
     * @throws IllegalStateException if the head was sent already
     * @switches when it has to wait
     */
    public void send(String text) throws IOException {
        setType();
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    private void setType() {
        if (answer.headers().get("Content-Type") == null && !answer.isSent()) {
            answer.headers().add("Content-Type", TEXT);
        }
    }

    /**
     * Sends bytes as the whole body.
     *
     * @param body the body
     * @throws IOException if the client is gone
     * @throws IllegalStateException if the head was sent already
     * @switches when it has to wait
     */
    public void send(byte[] body) throws IOException {
        prepare(body.length);
        BodyFilter through = filter;
        answer.send(through == null ? body : through.whole(body));
    }

    /**
     * Sends a piece of the body, and the head before the first: it leaves at once. The client sees the end when the
     * handler returns.
     *
     * @param text the piece, sent as UTF-8
     * @throws IOException if the client is gone
     * @switches when it has to wait
     */
    public void write(String text) throws IOException {
        setType();
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sends a piece of the body; see {@link #write(String)}.
     *
     * @param piece the piece
     * @throws IOException if the client is gone
     * @switches when it has to wait
     */
    public void write(byte[] piece) throws IOException {
        write(piece, 0, piece.length);
    }

    /**
     * Sends a piece of the body; see {@link #write(String)}.
     *
     * @param bytes where the piece is
     * @param offset where it begins
     * @param length how long it is
     * @throws IOException if the client is gone
     * @switches when it has to wait
     */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        prepare(-1);
        BodyFilter through = filter;
        if (through == null) {
            answer.write(bytes, offset, length);
        } else {
            byte[] piece = through.piece(bytes, offset, length);
            answer.write(piece, 0, piece.length);
        }
        answer.flush();
    }

    /**
     * Returns a stream that writes the body. It gathers up to 8 KiB, or until it is flushed; closing it ends the
     * answer.
     *
     * @return the stream, always the same
     */
    public OutputStream outputStream() {
        OutputStream out = stream;
        if (out == null) {
            out = new ResponseStream(this);
            stream = out;
        }
        return out;
    }

    /**
     * Ends the answer, which otherwise its handler's return does.
     *
     * @throws IOException if the client is gone
     * @throws IllegalStateException if the body is shorter than a {@code Content-Length} that was set
     * @switches when it has to wait
     */
    public void end() throws IOException {
        if (answer.hasEnded()) {
            return;
        }
        if (stream instanceof ResponseStream open) {
            open.flush();
        }
        prepare(0);
        BodyFilter through = filter;
        if (through != null && answer.isSent()) {
            byte[] rest = through.end();
            answer.write(rest, 0, rest.length);
        }
        answer.end();
    }

    /**
     * Sends the client to another address.
     *
     * @param location where to: a path, or a URI
     * @throws IOException if the client is gone
     * @switches when it has to wait
     */
    public void redirect(String location) throws IOException {
        if (status() < 300 || status() > 399) {
            status(303);
        }
        header("Location", location);
        send(new byte[0]);
    }

    /**
     * Sends a file: whole, or what {@code Range}, {@code If-Range}, {@code If-None-Match} and {@code If-Modified-Since}
     * leave of it. Its type is told by its name unless one is set.
     *
     * @param file the file
     * @throws java.nio.file.NoSuchFileException if there is no such file; nothing was sent then
     * @throws IOException if it cannot be read, or the client is gone
     * @switches when it has to wait for the client; files are read on the hub's thread
     */
    public void sendFile(Path file) throws IOException {
        new FileSender(request, this, answer, file).send();
    }

    /**
     * Begins to send events to a page.
     *
     * @return what sends them
     * @throws IOException if the client is gone
     * @throws IllegalStateException if the head was sent already
     * @switches when it has to wait
     */
    public EventStream events() throws IOException {
        return new EventStream(this);
    }

    /**
     * Takes HTTP off the connection: sends {@code 101 Switching Protocols} with the headers that were set, and hands
     * out the plain socket. From the first byte after the request on everything is the caller's; the socket is closed
     * when the handler returns. Limits of time end here, and it is not counted as a request any more.
     *
     * @param protocol the protocol, for the header {@code Upgrade}
     * @return the socket
     * @throws IOException if the client is gone
     * @throws IllegalStateException if the client did not ask for another protocol, or the head was sent already
     * @switches when it has to wait
     */
    public StreamSocket upgrade(String protocol) throws IOException {
        header("Upgrade", protocol);
        prepare(-1);
        return answer.upgrade();
    }

    @Override
    public String toString() {
        return answer.status() + " " + Statuses.reason(answer.status()) + ": " + answer;
    }
}
