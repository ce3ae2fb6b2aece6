// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import io.jevent.hub.Hub;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A request and its answer.
 *
 * <p><b>Confinement:</b> hub-confined; one greenlet at a time.
 */
public final class Exchange {

    private static final byte[] CONTINUE = HeadWriter.bytes("HTTP/1.1 100 Continue\r\n\r\n");

    private final HttpConnection connection;
    private final @Nullable RequestHead head;
    private final Answer answer;
    private final long begun;
    /** Made at once, since other threads may ask for it; null if the request has none. */
    private final @Nullable BodyInput body;

    private boolean closed;
    private @Nullable Object attachment;

    Exchange(HttpConnection connection, @Nullable RequestHead head) {
        this.connection = connection;
        this.head = head;
        answer = new Answer(connection, this, head);
        begun = connection.works().hub().now();
        body = head != null && head.hasBody() ? new BodyInput(connection, this) : null;
    }

    /**
     * Whether there is a request: not where it could not be decoded.
     *
     * @return false if method and target are unknown
     */
    public boolean isDecoded() {
        return head != null;
    }

    /**
     * The method.
     *
     * @return GET, say; empty if the request could not be decoded
     */
    public String method() {
        return head == null ? "" : head.method;
    }

    /**
     * The target as it came.
     *
     * @return the target; empty if the request could not be decoded
     */
    public String target() {
        return head == null ? "" : head.target;
    }

    /**
     * Whether the client speaks HTTP/1.0.
     *
     * @return true for 1.0
     */
    public boolean isHttp10() {
        return head != null && head.isHttp10;
    }

    /**
     * The version as it came.
     *
     * @return HTTP/1.1, say
     */
    public String protocol() {
        return head == null ? "" : head.isHttp10 ? "HTTP/1.0" : "HTTP/1.1";
    }

    boolean wantsUpgrade() {
        return head != null && head.wantsUpgrade;
    }

    /**
     * The value of a header of the request.
     *
     * @param name its name
     * @return its first value, or null
     */
    public @Nullable String header(String name) {
        return head == null ? null : head.header(name);
    }

    /**
     * Makes a list of the request's headers.
     *
     * @return a new list
     */
    public HeaderList requestHeaders() {
        var list = new HeaderList();
        if (head != null) {
            head.copyTo(list);
        }
        return list;
    }

    /**
     * Keeps an object of the application.
     *
     * @param object the object that {@link #attachment} returns from now on
     */
    public void attach(Object object) {
        attachment = object;
    }

    /**
     * Returns the object that the application has attached.
     *
     * @return the object, or null
     */
    public @Nullable Object attachment() {
        return attachment;
    }

    /**
     * The length of the body that the request announces.
     *
     * @return bytes; -1 if there is no body, -2 if its length is not known before
     */
    public long bodyLength() {
        return head == null ? RequestHead.NO_BODY : head.bodyLength;
    }

    /**
     * The body of the request. Any thread may read it.
     *
     * @return a stream, always the same if there is a body
     */
    public InputStream body() {
        return body == null ? InputStream.nullInputStream() : body;
    }

    /**
     * The lines after a body with chunks.
     *
     * @return what came; empty before the body was read to its end
     */
    public HeaderList requestTrailers() {
        return body == null ? new HeaderList() : body.trailers();
    }

    /** Sends what a client with {@code Expect: 100-continue} waits for before it sends the body. */
    void askForBody() {
        if (head != null && head.expectsContinue && !answer.isSent() && !connection.hasContent()) {
            connection.output().add(CONTINUE, 0, CONTINUE.length);
            connection.output().flush();
        }
    }

    /**
     * Whether a response that begins now is the last one because of the request's body: nobody has begun to read it,
     * and it is too large to be skipped, or the client may never send it (RFC 9110, 10.1.1).
     */
    boolean bodyEndsConnection() {
        if (head == null || body == null || body.wasAskedFor()) {
            return false;
        }
        return head.bodyLength > BodyInput.MAX_SKIPPED || (head.expectsContinue && !connection.hasContent());
    }

    /** Ends the use of request and response: the handler has returned. */
    void close() {
        closed = true;
        answer.close();
        if (body != null) {
            connection.wakeReaders();
        }
    }

    boolean isClosed() {
        return closed;
    }

    /**
     * Fails when the handler has returned.
     *
     * @throws IOException if so
     */
    public void requireOpen() throws IOException {
        if (closed) {
            throw new IOException(
                    "the body of " + method() + " " + target() + " cannot be read any more: its handler has"
                            + " returned; a handler waits for the greenlets and threads that read it");
        }
    }

    /** Fails on a thread other than the hub's. */
    public void requireHere() {
        answer.requireHere();
    }

    /** Reads what the application left of the body; false if the connection has to end for that. */
    boolean skipBody() throws IOException {
        BodyInput input = body;
        if (head == null || input == null) {
            return head != null;
        }
        try {
            boolean mayNeverCome = head.expectsContinue && !input.wasAskedFor() && !connection.hasContent();
            return input.isAtEnd() || (answer.keepsAlive() && !mayNeverCome && input.skip());
        } catch (BadBodyException _) {
            return false;
        } finally {
            input.discard();
        }
    }

    /** Lets go of what was not read of the body. */
    void discardBody() {
        BodyInput input = body;
        if (input != null) {
            input.discard();
        }
    }

    /**
     * Who sent it.
     *
     * @return the address of the client; null for one without a name
     */
    public @Nullable SocketAddress remoteAddress() {
        return connection.stream().remoteAddress();
    }

    /**
     * Where it came to.
     *
     * @return the address of this end; null for one without a name
     */
    public @Nullable SocketAddress localAddress() {
        return connection.stream().localAddress();
    }

    /**
     * Whether it came through TLS.
     *
     * @return true for https
     */
    public boolean isSecure() {
        return connection.isSecure();
    }

    /**
     * When it began.
     *
     * @return nanoseconds on the hub's clock
     */
    public long begun() {
        return begun;
    }

    /**
     * The hub of the connection.
     *
     * @return the hub
     */
    public Hub hub() {
        return connection.works().hub();
    }

    /**
     * The answer.
     *
     * @return the answer, always the same
     */
    public Answer answer() {
        return answer;
    }

    @Override
    public String toString() {
        return method() + " " + target() + " on " + connection;
    }
}
