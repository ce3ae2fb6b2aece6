// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.internal.http.FieldLists;
import io.jevent.internal.http.HeaderList;
import io.jevent.internal.http.Statuses;
import io.jevent.internal.http.WireResponse;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The response to a request: set status and headers, then {@link #send(String)} a whole body, or {@link #write(String)}
 * it in chunks.
 *
 * <p>Each method that sends blocks while the client reads too slowly (backpressure). It throws an {@link IOException}
 * if the client has closed the connection, never {@link ClientGone}, which cancels the handler's other waits.
 *
 * <p><b>Confinement:</b> hub-confined, one greenlet at a time, until its handler returns. A call on another thread
 * throws {@link io.jevent.exceptions.InvalidThreadUseException}, and a call after the handler's return
 * {@link IllegalStateException}.
 *
 * @gevent {@code start_response} and the iterable that a WSGI application returns
 * @since 0.1
 */
public final class Response {

    private static final String TEXT = "text/plain; charset=utf-8";

    private final Request request;
    private final WireResponse wire;
    private @Nullable LongConsumer beforeHead;
    private boolean prepared;
    private @Nullable BodyFilter filter;
    private @Nullable OutputStream stream;

    Response(Request request) {
        this.request = request;
        wire = request.exchange().response();
    }

    Request request() {
        return request;
    }

    /** Returns the response after a check that the caller is on its hub. */
    private WireResponse here() {
        wire.requireHere();
        return wire;
    }

    /** Fails if the response has ended, or on a thread other than the hub's. */
    void requireOpen() {
        wire.requireOpen();
    }

    /** Returns a copy of the headers that were set so far, or null if there are none. */
    @Nullable
    HeaderList copyHeaders() {
        return wire.headers().size() == 0 ? null : wire.headers().copy();
    }

    /** Resets status and headers after a failure of the handler, as long as nothing was sent. */
    void reset(@Nullable HeaderList kept) {
        if (wire.isSent()) {
            return;
        }
        wire.restart();
        if (kept != null) {
            kept.forEach(wire.headers()::add);
        }
        filter = null;
        stream = null;
        prepared = false;
    }

    /** Sets the status of a failure, so that filters see it, as long as nothing was sent. */
    void failed(Throwable thrown) {
        Failure failure = Failure.of(thrown);
        if (failure != null && !wire.isSent()) {
            wire.setStatus(failure.status(), null);
        }
    }

    /** Makes this the response to a failure; nothing was sent yet. Keeps the headers that do not describe content. */
    void replaceBy(Failure failure) {
        ResponseHeaders.OF_CONTENT.forEach(wire.headers()::remove);
        reset(copyHeaders());
        wire.setStatus(failure.status(), null);
        failure.headers().forEach(wire.headers()::set);
    }

    /** Drops the actions before the head, one of which has failed. */
    void withoutActions() {
        beforeHead = null;
    }

    /**
     * Adds an action that runs just before the head of the response is sent. By then the status is known, also that of
     * an error, and headers can still be set, so that a filter can decorate every response. The action that was added
     * last runs first.
     *
     * @param action the action, which must not send anything
     * @return this
     * @throws IllegalStateException if the head was sent already
     */
    public Response beforeSend(Runnable action) {
        wire.requireUnsent();
        beforeHead(_ -> action.run());
        return this;
    }

    /** Adds an action that runs just before the head is sent; it receives the length of the body, or -1. */
    void beforeHead(LongConsumer action) {
        LongConsumer first = beforeHead;
        beforeHead = first == null
                ? action
                : length -> {
                    action.accept(length);
                    first.accept(length);
                };
    }

    /** Runs the actions before the head is sent. */
    private void prepare(long length) {
        LongConsumer action = beforeHead;
        if (action != null && !prepared && !wire.isSent()) {
            prepared = true;
            action.accept(length);
        }
    }

    /** Sets a filter that transforms the body, for example compresses it. */
    void setFilter(BodyFilter through) {
        filter = through;
    }

    /** Returns whether a filter transforms a body of this length, which is about to be sent. */
    boolean changesBody(long length) {
        prepare(length);
        return filter != null;
    }

    /**
     * Sets the status; it is 200 by default.
     *
     * @param status 200 to 599
     * @return this
     * @throws IllegalArgumentException if it is not the status of a final response
     * @throws IllegalStateException if the head was sent already
     */
    public Response status(int status) {
        wire.setStatus(status, null);
        return this;
    }

    /**
     * Sets the status and its reason phrase.
     *
     * @param status 200 to 599
     * @param reason the reason phrase
     * @return this
     * @throws IllegalArgumentException if it is not the status of a final response, or the phrase is not one line of
     *     Latin-1 characters
     * @throws IllegalStateException if the head was sent already
     */
    public Response status(int status, String reason) {
        wire.setStatus(status, reason);
        return this;
    }

    /**
     * Returns the status.
     *
     * @return the status
     */
    public int status() {
        return here().status();
    }

    /**
     * Sets a header, and replaces any others of that name.
     *
     * @param name its name
     * @param value its value
     * @return this
     * @throws IllegalArgumentException if name or value are malformed, for example because of a line break, if the
     *     server sets the header itself ({@code Transfer-Encoding}), or if the value is not a length
     *     ({@code Content-Length})
     * @throws IllegalStateException if the head was sent already
     */
    public Response header(String name, String value) {
        wire.requireUnsent();
        ResponseHeaders.check(name, value);
        wire.headers().set(name, value);
        return this;
    }

    /**
     * Adds a header beside any others of its name.
     *
     * @param name its name
     * @param value its value
     * @return this
     * @throws IllegalArgumentException as {@link #header}; also for a second {@code Content-Length}
     * @throws IllegalStateException if the head was sent already
     */
    public Response addHeader(String name, String value) {
        wire.requireUnsent();
        ResponseHeaders.check(name, value);
        if (ResponseHeaders.isLength(name) && wire.headers().get(name) != null) {
            throw new IllegalArgumentException("a response has one Content-Length (RFC 9110, 8.6), and it is set to "
                    + wire.headers().get(name) + " already: replace it with header(...)");
        }
        wire.headers().add(name, value);
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
        wire.requireUnsent();
        wire.headers().remove(name);
        return this;
    }

    /**
     * Removes all headers that were set.
     *
     * @return this
     * @throws IllegalStateException if the head was sent already
     */
    public Response clearHeaders() {
        wire.requireUnsent();
        wire.headers().clear();
        return this;
    }

    /**
     * Adds a cookie.
     *
     * @param cookie the cookie
     * @return this
     * @throws IllegalStateException if the head was sent already
     */
    public Response cookie(SetCookie cookie) {
        return addHeader("Set-Cookie", cookie.toString());
    }

    /**
     * Returns the headers that were set.
     *
     * @return the headers
     */
    public Headers headers() {
        return new Headers(here().headers());
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
     * Adds a trailer field, which follows the body. Only a body that is written in chunks to an HTTP/1.1 client can
     * have any.
     *
     * @param name its name
     * @param value its value
     * @return this
     * @throws IllegalArgumentException as {@link #header}, and if RFC 9110, 6.5.1 forbids the field as a trailer: a
     *     client needs it before the body, or it frames the message
     * @throws IllegalStateException if the response has ended
     */
    public Response trailer(String name, String value) {
        ResponseHeaders.checkTrailer(name);
        wire.trailers().add(name, value);
        return this;
    }

    /**
     * Returns whether the head was sent, so that status and headers cannot be changed any more.
     *
     * @return true from then on
     */
    public boolean isSent() {
        return here().isSent();
    }

    /**
     * Makes this response the last one of its connection.
     *
     * @return this
     */
    public Response closeConnection() {
        here().closeAfter();
        return this;
    }

    /**
     * Sends an interim response 103 (Early Hints, RFC 8297): links that the client can load while the handler still
     * works. Send it before the first wait; only browsers use it, over HTTP/2.
     *
     * @param links values of the header {@code Link}, for example {@code </style.css>; rel=preload; as=style}
     * @throws IllegalArgumentException if a link is not one line
     * @throws IllegalStateException if the head was sent already
     * @switches never
     */
    public void earlyHints(String... links) {
        wire.requireUnsent();
        var fields = new HeaderList();
        for (String link : links) {
            fields.add("Link", link);
        }
        wire.sendInterim(103, fields);
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
        if (!here().isSent() && wire.headers().get("Content-Type") == null) {
            wire.headers().add("Content-Type", TEXT);
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
        wire.requireUnsent();
        prepare(body.length);
        BodyFilter through = filter;
        wire.send(through == null ? body : through.whole(body));
    }

    /**
     * Sends an object as JSON, by the {@linkplain HttpOptions#json codec} of the server, as {@code application/json}
     * unless another type is set.
     *
     * @param value the object, or null
     * @throws IOException if the client is gone
     * @throws io.jevent.http.json.JsonException if the object cannot be written as JSON
     * @throws IllegalStateException if the head was sent already, or the program has no JSON library
     * @switches when it has to wait
     */
    public void json(@Nullable Object value) throws IOException {
        wire.requireUnsent();
        byte[] text = request.codec().encode(value);
        if (wire.headers().get("Content-Type") == null) {
            type(MediaTypes.JSON);
        }
        send(text);
    }

    /**
     * Chooses the media type of the response by the header {@code Accept} of the request, and sets {@code Content-Type}
     * and {@code Vary}.
     *
     * @param types the media types that the handler can send, the one that it prefers first
     * @return the type among them with the highest weight in {@code Accept}; the first if the client sent none
     * @throws HttpException with 406 if the client accepts none of them; let it propagate
     * @throws IllegalStateException if the head was sent already
     */
    public String negotiate(String... types) {
        vary("Accept");
        String chosen = new Negotiation(request.headers().all("Accept")).choose(List.of(types));
        if (chosen == null) {
            throw new HttpException(406, "this is available as " + String.join(", ", types)).header("Vary", "Accept");
        }
        type(chosen);
        return chosen;
    }

    /**
     * Adds a name to the header {@code Vary}, unless it is there: caches then keep a response for each value of that
     * request header.
     *
     * @param name the name of a header of the request
     * @return this
     * @throws IllegalStateException if the head was sent already
     */
    public Response vary(String name) {
        wire.requireUnsent();
        if (!FieldLists.has(wire.headers().all("Vary"), name)) {
            addHeader("Vary", name);
        }
        return this;
    }

    /**
     * Sends a chunk of the body at once, and the head before the first chunk. The body ends when the handler returns.
     *
     * @param text the chunk, sent as UTF-8
     * @throws IOException if the client is gone
     * @switches when it has to wait
     */
    public void write(String text) throws IOException {
        setType();
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sends a chunk of the body; see {@link #write(String)}.
     *
     * @param chunk the chunk
     * @throws IOException if the client is gone
     * @switches when it has to wait
     */
    public void write(byte[] chunk) throws IOException {
        write(chunk, 0, chunk.length);
    }

    /**
     * Sends a chunk of the body; see {@link #write(String)}.
     *
     * @param bytes the array that holds the chunk
     * @param offset the index of its first byte
     * @param length its length in bytes
     * @throws IOException if the client is gone
     * @switches when it has to wait
     */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        wire.requireOpen();
        prepare(-1);
        BodyFilter through = filter;
        if (through == null) {
            wire.write(bytes, offset, length);
        } else {
            byte[] chunk = through.chunk(bytes, offset, length);
            wire.write(chunk, 0, chunk.length);
        }
        wire.flush();
    }

    /**
     * Returns a stream that writes the body. It buffers up to 8 KiB; closing it ends the response.
     *
     * @return the stream, always the same
     */
    public OutputStream outputStream() {
        wire.requireHere();
        OutputStream out = stream;
        if (out == null) {
            out = new ResponseStream(this);
            stream = out;
        }
        return out;
    }

    /**
     * Ends the response. Otherwise the server ends it when the handler returns.
     *
     * @throws IOException if the client is gone
     * @throws IllegalStateException if the body is shorter than a {@code Content-Length} that was set
     * @switches when it has to wait
     */
    public void end() throws IOException {
        if (here().hasEnded()) {
            return;
        }
        if (stream instanceof ResponseStream open) {
            open.flush();
        }
        prepare(0);
        BodyFilter through = filter;
        if (through != null && wire.isSent()) {
            byte[] rest = through.end();
            wire.write(rest, 0, rest.length);
        } else if (through != null) {
            wire.begin(-1);
        }
        wire.end();
    }

    /**
     * Redirects the client to another address, with the status 303 unless a redirection's status is set.
     *
     * @param location the address: a path, or a URI
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
     * Sends a file: the whole, or the part that {@code Range} asks for. It evaluates the conditions of the request
     * ({@code If-Match}, {@code If-Unmodified-Since}, {@code If-None-Match}, {@code If-Modified-Since},
     * {@code If-Range}; RFC 9110, 13 and 14), so that the response may be a 304 without content. The response to
     * several ranges is the whole file. The file is opened first, and length and validators are those of the open file,
     * so that a file that is replaced meanwhile is sent as it was. Its media type is derived from its name unless one
     * is set.
     *
     * @param file the file
     * @throws java.nio.file.NoSuchFileException if there is no such file; nothing was sent then
     * @throws HttpException with 412 or 416 if the request's conditions fail or its range is not satisfiable; let it
     *     propagate
     * @throws IOException if it cannot be read, or the client is gone
     * @switches when it has to wait for the client; the file is read on the hub's thread
     */
    public void sendFile(Path file) throws IOException {
        wire.requireUnsent();
        FileSender.send(this, wire, file);
    }

    /**
     * Begins a stream of server-sent events.
     *
     * @return the stream
     * @throws IOException if the client is gone
     * @throws IllegalStateException if the head was sent already
     * @switches when it has to wait
     */
    public EventStream events() throws IOException {
        return new EventStream(this);
    }

    /**
     * Switches the connection to another protocol: sends {@code 101 Switching Protocols} with the headers that were
     * set, and returns the plain socket. All bytes after the request belong to the caller; the socket is closed when
     * the handler returns. The server's time limits end here, and the request no longer counts as in flight.
     *
     * @param protocol the value of the header {@code Upgrade}
     * @return the socket
     * @throws IOException if the client is gone
     * @throws IllegalStateException if the client did not ask for another protocol, or the head was sent already
     * @switches when it has to wait
     */
    public StreamSocket upgrade(String protocol) throws IOException {
        header("Upgrade", protocol);
        prepare(-1);
        return wire.upgrade();
    }

    @Override
    public String toString() {
        return wire.status() + " " + Statuses.reason(wire.status()) + ": " + wire;
    }
}
