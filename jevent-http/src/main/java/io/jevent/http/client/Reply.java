// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import io.jevent.http.json.JsonCodec;
import io.jevent.internal.client.BodyPump;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The response of a server, whose body is read as it arrives.
 *
 * <p>The connection is free for other calls when the body was read to its end. {@link #text()} and {@link #bytes()} do
 * that; a reply that is not read must be closed. While the body is not read, the server has to wait (backpressure).
 *
 * <p><b>Confinement:</b> hub-confined; one greenlet at a time reads the body.
 *
 * @gevent {@code requests.Response}
 * @since 0.1
 */
public final class Reply implements AutoCloseable {

    private final HttpRequest request;
    private final ReplyHead head;
    private final BodyPump.Source source;
    private final long maxBody;
    private @Nullable ReplyStream stream;

    Reply(HttpRequest request, ReplyHead head, BodyPump.Source source, long maxBody) {
        this.request = request;
        this.head = head;
        this.source = source;
        this.maxBody = maxBody;
    }

    /**
     * Makes a reply without a server, for an interceptor that answers a request itself.
     *
     * @param request the request
     * @param status the status code
     * @param headers the header lines
     * @param body the body
     * @return the reply
     * @switches never
     */
    public static Reply of(HttpRequest request, int status, HttpHeaders headers, byte[] body) {
        return new Reply(request, ReplyHead.of(request, status, headers), new ByteSource(body), Long.MAX_VALUE);
    }

    /**
     * Returns the status code.
     *
     * @return for example 200
     * @switches never
     * @gevent {@code status_code}
     */
    public int status() {
        return head.status();
    }

    /**
     * Returns whether the status is a successful one.
     *
     * @return true below 400
     * @switches never
     * @gevent {@code ok}
     */
    public boolean isOk() {
        return head.status() < 400;
    }

    /**
     * Returns the header lines.
     *
     * @return the headers; those of a body that was decoded no longer tell its encoding and its length
     * @switches never
     */
    public HttpHeaders headers() {
        return head.headers();
    }

    /**
     * Returns the first value of a header.
     *
     * @param name the name, in any case
     * @return the value; empty if there is none
     * @switches never
     */
    public Optional<String> header(String name) {
        return Optional.ofNullable(head.header(name));
    }

    /**
     * Returns the trailer fields, which follow the body.
     *
     * @return the fields; empty before the end of the body
     * @switches never
     */
    public HttpHeaders trailers() {
        return head.trailers();
    }

    /**
     * Returns the address of the response: that of the last redirect.
     *
     * @return the address
     * @switches never
     * @gevent {@code url}
     */
    public URI uri() {
        return head.uri();
    }

    /**
     * Returns the request, as the first interceptor got it.
     *
     * @return the request
     * @switches never
     */
    public HttpRequest request() {
        return request;
    }

    /**
     * Returns the version of HTTP.
     *
     * @return the version
     * @switches never
     */
    public Version version() {
        return head.version();
    }

    /**
     * Returns the TLS session of the connection.
     *
     * @return the session; empty without TLS
     * @switches never
     */
    public Optional<SSLSession> sslSession() {
        return Optional.ofNullable(head.sslSession());
    }

    ReplyHead head() {
        return head;
    }

    BodyPump.Source source() {
        return source;
    }

    /**
     * Throws if the status is an error; the body is then read, as far as it is short, and the reply is closed.
     *
     * @return this reply
     * @throws HttpStatusException if the status is 400 or above
     * @throws IOException if the body cannot be read
     * @switches when it has to wait
     * @gevent {@code raise_for_status()}
     */
    public Reply requireOk() throws IOException {
        if (isOk()) {
            return this;
        }
        String shown;
        try (this) {
            shown = new String(stream().readNBytes(ReplyHead.MAX_SHOWN), charset());
        }
        throw new HttpStatusException(status(), request.method(), uri(), shown);
    }

    /**
     * Returns the body as a stream that blocks until bytes arrive. Closing it closes the reply.
     *
     * @return the stream, always the same
     * @switches never
     * @gevent {@code raw}, {@code iter_content()}
     */
    public InputStream stream() {
        ReplyStream s = stream;
        if (s == null) {
            s = new ReplyStream(source);
            stream = s;
        }
        return s;
    }

    /**
     * Reads the body to its end.
     *
     * @return the bytes
     * @throws IOException if the body cannot be read, or is larger than {@link ClientOptions#maxBody}
     * @switches when it has to wait
     * @gevent {@code content}
     */
    public byte[] bytes() throws IOException {
        try (this) {
            if (stream != null) {
                return collect(stream);
            }
            ByteBuffer first = source.next();
            ByteBuffer second = first == null ? null : source.next();
            if (first != null && second == null && first.remaining() <= maxBody) {
                return exactly(first);
            }
            var all = new ByteArrayOutputStream();
            for (ByteBuffer next = first; next != null; next = next == first ? second : source.next()) {
                requireRoom(all.size() + (long) next.remaining());
                all.writeBytes(exactly(next));
            }
            return all.toByteArray();
        }
    }

    private static byte[] exactly(ByteBuffer bytes) {
        byte[] array = new byte[bytes.remaining()];
        bytes.get(array);
        return array;
    }

    private byte[] collect(InputStream from) throws IOException {
        int most = (int) Math.min(Integer.MAX_VALUE - 16, maxBody);
        byte[] all = from.readNBytes(most);
        requireRoom(from.read() < 0 ? all.length : maxBody + 1);
        return all;
    }

    private void requireRoom(long size) throws IOException {
        if (size > maxBody) {
            throw new IOException("the body of " + uri().getHost() + " has more than " + maxBody
                    + " bytes: read it with stream(), or set ClientOptions.maxBody");
        }
    }

    /**
     * Reads the body to its end as text.
     *
     * @return the text, in the charset of Content-Type, or UTF-8
     * @throws IOException as {@link #bytes()}
     * @switches when it has to wait
     * @gevent {@code text}
     */
    public String text() throws IOException {
        return new String(bytes(), charset());
    }

    /**
     * Reads the body to its end as JSON, by {@link JsonCodec#installed}.
     *
     * @param <T> the type of the object
     * @param type the type of the object
     * @return the object
     * @throws io.jevent.http.json.JsonException if the body is no such JSON
     * @throws IllegalStateException if the program has no JSON library
     * @throws IOException as {@link #bytes()}
     * @switches when it has to wait
     * @gevent {@code json()}
     */
    public <T> T json(Class<T> type) throws IOException {
        return JsonCodec.installed().decode(bytes(), type);
    }

    private Charset charset() {
        String type = head.header("Content-Type");
        if (type == null) {
            return StandardCharsets.UTF_8;
        }
        String lower = type.toLowerCase(Locale.ROOT);
        int at = lower.indexOf("charset=");
        if (at < 0) {
            return StandardCharsets.UTF_8;
        }
        int end = lower.indexOf(';', at);
        String name = type.substring(at + "charset=".length(), end < 0 ? type.length() : end)
                .replace("\"", "")
                .strip();
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException _) {
            return StandardCharsets.UTF_8;
        }
    }

    /**
     * Returns the body as server-sent events.
     *
     * @return the events; each is read when the loop asks for it, and the loop ends with the body
     * @throws IOException if the body is not a stream of events
     * @switches never
     */
    public EventReader events() throws IOException {
        String type = head.header("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("text/event-stream")) {
            close();
            throw new IOException("the body of " + uri().getHost() + " is no stream of events, but "
                    + (type == null ? "has no type" : type));
        }
        return new EventReader(this);
    }

    /**
     * Ends the call: a body that was not read to its end ends the connection (HTTP/1.1) or the stream (HTTP/2).
     *
     * @switches never
     */
    @Override
    public void close() {
        source.close();
    }

    @Override
    public String toString() {
        return "(" + request.method() + " " + uri() + ") " + status();
    }
}
