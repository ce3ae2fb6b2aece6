// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import io.jevent.hub.Hub;
import io.jevent.tls.TlsSession;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request and its response. A subclass knows the bytes of one version of HTTP.
 *
 * <p><b>Confinement:</b> hub-confined; one greenlet at a time.
 */
public abstract class Exchange {

    /** The server's limit holds. */
    private static final long SERVERS = -1;

    private final Hub hub;
    private final long begun;
    private boolean closed;
    private long maxBody = SERVERS;
    private @Nullable Object attachment;

    /**
     * Begins an exchange now.
     *
     * @param hub the hub of the connection
     */
    protected Exchange(Hub hub) {
        this.hub = hub;
        begun = hub.now();
    }

    /**
     * Returns whether the request could be decoded.
     *
     * @return false if method and target are unknown
     */
    public abstract boolean isDecoded();

    /**
     * Returns the method.
     *
     * @return the method, for example {@code GET}; empty if the request could not be decoded
     */
    public abstract String method();

    /**
     * Returns the target as the client sent it.
     *
     * @return the target; empty if the request could not be decoded
     */
    public abstract String target();

    /**
     * Returns the version as the client sent it.
     *
     * @return the version, for example {@code HTTP/1.1}; empty if the request could not be decoded
     */
    public abstract String protocol();

    /**
     * Returns the value of a header of the request.
     *
     * @param name its name, in any case
     * @return its first value, or null
     */
    public abstract @Nullable String header(String name);

    /**
     * Copies the headers of the request.
     *
     * @return a new list
     */
    public abstract HeaderList requestHeaders();

    /**
     * Returns the body of the request. Any thread may read it.
     *
     * @return a stream, always the same if there is a body
     */
    public abstract InputStream body();

    /**
     * Returns the trailer fields of the request.
     *
     * @return the fields; empty before the body was read to its end
     */
    public abstract HeaderList requestTrailers();

    /**
     * Returns the address of the client.
     *
     * @return the address; null for a socket without a name
     */
    public abstract @Nullable SocketAddress remoteAddress();

    /**
     * Returns the address of this end.
     *
     * @return the address; null for a socket without a name
     */
    public abstract @Nullable SocketAddress localAddress();

    /**
     * Returns whether the connection uses TLS.
     *
     * @return true for https
     */
    public abstract boolean isSecure();

    /**
     * Returns the response.
     *
     * @return the response, always the same
     */
    public abstract WireResponse response();

    /**
     * Keeps an object of the application.
     *
     * @param object the object that {@link #attachment} returns from now on
     */
    public final void attach(Object object) {
        attachment = object;
    }

    /**
     * Returns the object that the application has attached.
     *
     * @return the object, or null
     */
    public final @Nullable Object attachment() {
        return attachment;
    }

    /**
     * Returns the time at which the exchange began.
     *
     * @return nanoseconds on the hub's clock
     */
    public final long begun() {
        return begun;
    }

    /**
     * Returns the hub of the connection.
     *
     * @return the hub
     */
    public final Hub hub() {
        return hub;
    }

    /**
     * Sets the maximum length of the body, in place of the server's.
     *
     * @param bytes the length
     */
    public final void setMaxBody(long bytes) {
        maxBody = bytes;
    }

    /**
     * Returns the maximum length of the body.
     *
     * @param servers the limit of the server
     * @return bytes
     */
    final long maxBody(long servers) {
        return maxBody == SERVERS ? servers : maxBody;
    }

    /**
     * Returns the TLS of the connection.
     *
     * @return the session; empty without TLS
     */
    public abstract Optional<TlsSession> tls();

    /** Ends the use of request and response: the handler has returned. */
    protected void close() {
        closed = true;
        response().close();
    }

    /**
     * Fails if the handler has returned.
     *
     * @throws IOException if so
     */
    public final void requireOpen() throws IOException {
        if (closed) {
            throw new IOException(
                    "the body of " + method() + " " + target() + " cannot be read any more: its handler has"
                            + " returned; a handler waits for the greenlets and threads that read it");
        }
    }

    /** Fails on a thread other than the hub's. */
    public final void requireHere() {
        response().requireHere();
    }
}
