// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http1;

import io.jevent.internal.http.BadBodyException;
import io.jevent.internal.http.BodyInput;
import io.jevent.internal.http.Exchange;
import io.jevent.internal.http.HeaderList;
import io.jevent.internal.http.RequestHead;
import io.jevent.internal.netty.TlsLayer;
import io.jevent.tls.TlsSession;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request in HTTP/1.1 or HTTP/1.0 and its response.
 *
 * <p><b>Confinement:</b> hub-confined; one greenlet at a time.
 */
final class Http1Exchange extends Exchange {

    private final HttpConnection connection;

    /** Null if the request could not be decoded. */
    private final @Nullable RequestHead head;

    private final Http1Response response;

    /** Created at once, since other threads may ask for it; null if the request has none. */
    private final @Nullable Http1Body body;

    Http1Exchange(HttpConnection connection, @Nullable RequestHead head) {
        super(connection.hubState().hub());
        this.connection = connection;
        this.head = head;
        response = new Http1Response(connection, this, head);
        body = head != null && head.hasBody() ? new Http1Body(connection, this, head) : null;
    }

    @Override
    public boolean isDecoded() {
        return head != null;
    }

    @Override
    public String method() {
        return head == null ? "" : head.method;
    }

    @Override
    public String target() {
        return head == null ? "" : head.target;
    }

    @Override
    public String protocol() {
        return head == null ? "" : head.isHttp10 ? "HTTP/1.0" : "HTTP/1.1";
    }

    boolean wantsUpgrade() {
        return head != null && head.wantsUpgrade;
    }

    @Override
    public @Nullable String header(String name) {
        return head == null ? null : head.header(name);
    }

    @Override
    public HeaderList requestHeaders() {
        var list = new HeaderList();
        if (head != null) {
            head.copyTo(list);
        }
        return list;
    }

    @Override
    public InputStream body() {
        return body == null ? InputStream.nullInputStream() : body;
    }

    @Override
    public HeaderList requestTrailers() {
        return body == null ? new HeaderList() : body.trailers();
    }

    /**
     * Returns whether the request's body makes a response that begins now the last one of its connection: the body was
     * not read so far, and it is too large to be skipped, or the client may never send it (RFC 9110, 10.1.1).
     */
    boolean bodyEndsConnection() {
        if (head == null || body == null || body.wasAskedFor()) {
            return false;
        }
        return head.bodyLength > BodyInput.MAX_SKIPPED || body.mayNeverCome();
    }

    @Override
    protected void close() {
        super.close();
        if (body != null) {
            connection.wakeReaders();
        }
    }

    /** Skips the rest of the body; returns false if the connection must end instead. */
    boolean skipBody() throws IOException {
        Http1Body input = body;
        if (head == null || input == null) {
            return head != null;
        }
        try {
            return input.isAtEnd() || (response.keepsAlive() && !input.mayNeverCome() && input.skip());
        } catch (BadBodyException _) {
            return false;
        } finally {
            input.discard();
        }
    }

    /** Releases unread data of the body. */
    void discardBody() {
        Http1Body input = body;
        if (input != null) {
            input.discard();
        }
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        return connection.stream().remoteAddress();
    }

    @Override
    public @Nullable SocketAddress localAddress() {
        return connection.stream().localAddress();
    }

    @Override
    public Optional<TlsSession> tls() {
        TlsLayer layer = connection.stream().tls();
        return Optional.ofNullable(layer == null ? null : (TlsSession) layer.session());
    }

    @Override
    public boolean isSecure() {
        return connection.isSecure();
    }

    @Override
    public Http1Response response() {
        return response;
    }

    @Override
    public String toString() {
        return method() + " " + target() + " on " + connection;
    }
}
