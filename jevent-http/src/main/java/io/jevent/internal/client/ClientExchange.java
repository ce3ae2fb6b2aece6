// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.client;

import io.jevent.internal.http.HeaderList;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response on a connection. The calling greenlet sends the head, awaits the response's head and
 * reads its body; another one may send the request's body meanwhile. After the end of both bodies the connection is
 * free for other requests; {@link #abort} ends an exchange earlier.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
public abstract class ClientExchange {

    /** Creates an exchange of which nothing was sent. */
    protected ClientExchange() {
        super();
    }

    /**
     * Sends the head of the request, or holds it for its body.
     *
     * @throws IOException if the connection fails
     */
    public abstract void begin() throws IOException;

    /**
     * Sends bytes of the request's body, or holds them; blocks while the server reads too slowly.
     *
     * @param bytes the bytes, which may be used again after the call
     * @throws IOException if the connection fails
     */
    public abstract void write(ByteBuffer bytes) throws IOException;

    /**
     * Sends what is held.
     *
     * @throws IOException if the connection fails
     */
    public abstract void flush() throws IOException;

    /**
     * Ends the request.
     *
     * @throws IOException if the connection fails
     */
    public abstract void finish() throws IOException;

    /**
     * Returns whether a part of the response has arrived, so that sending more may be useless.
     *
     * @return true if so
     */
    public abstract boolean hasResponse();

    /**
     * Blocks until the next head of the response has arrived, an interim one or the final one.
     *
     * @param nanos the longest wait of the phase, in nanoseconds
     * @return the head; null if the time passed first
     * @throws IOException if the connection fails, or the response is malformed
     */
    public abstract @Nullable ResponseHead awaitHead(long nanos) throws IOException;

    /**
     * Blocks until the next bytes of the response's body have arrived.
     *
     * @return the bytes, which the caller owns; null at the end of the body
     * @throws IOException if the connection fails, or the body is malformed or incomplete
     */
    public abstract @Nullable ByteBuffer next() throws IOException;

    /**
     * Ends the exchange, if it has not ended: HTTP/1.1 closes the connection, HTTP/2 resets the stream. Never blocks.
     *
     * @param failure what the request's sender and the response's reader get from now on; null for a plain end
     */
    public abstract void abort(@Nullable Throwable failure);

    /**
     * Returns the trailer fields of the response.
     *
     * @return the fields; empty before the end of the body
     */
    public abstract HeaderList trailers();

    /**
     * Returns the connection.
     *
     * @return the connection
     */
    public abstract ClientConnection connection();
}
