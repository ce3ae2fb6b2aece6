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
    private @Nullable BodyInput body;
    private @Nullable HeaderList requestHeaders;

    Exchange(HttpConnection connection, @Nullable RequestHead head) {
        this.connection = connection;
        this.head = head;
        answer = new Answer(connection, this, head);
        begun = connection.works().hub().now();
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
        return head == null ? "" : head.method().name();
    }

    /**
     * The target as it came.
     *
     * @return the target; empty if the request could not be decoded
     */
    public String target() {
        return head == null ? "" : head.uri();
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
        return head == null ? "" : head.protocolVersion().text();
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
        return head == null ? null : head.headers().get(name);
    }

    /**
     * The headers of the request.
     *
     * @return a list that is made when asked for first
     */
    public HeaderList requestHeaders() {
        HeaderList list = requestHeaders;
        if (list == null) {
            list = new HeaderList();
            if (head != null) {
                BodyInput.copy(head.headers(), list);
            }
            requestHeaders = list;
        }
        return list;
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
     * The body of the request.
     *
     * @return a stream, always the same
     */
    public InputStream body() {
        return bodyInput();
    }

    private BodyInput bodyInput() {
        BodyInput input = body;
        if (input == null) {
            input = new BodyInput(connection, this, head != null && head.hasBody());
            body = input;
        }
        return input;
    }

    /**
     * The lines after a body with chunks.
     *
     * @return what came; empty before the body was read to its end
     */
    public HeaderList requestTrailers() {
        return bodyInput().trailers();
    }

    /** Sends what a client with {@code Expect: 100-continue} waits for before it sends the body. */
    void askForBody() {
        if (head != null && head.expectsContinue && !answer.isSent() && !connection.hasContent()) {
            connection.output().add(CONTINUE, 0, CONTINUE.length);
            connection.output().flush();
        }
    }

    /** Reads what the application left of the body; false if the connection has to end for that. */
    boolean skipBody() throws IOException {
        if (head == null || !head.hasBody()) {
            return head != null;
        }
        BodyInput input = bodyInput();
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
