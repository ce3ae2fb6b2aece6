// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http1;

import io.jevent.internal.http.BodyChunk;
import io.jevent.internal.http.BodyInput;
import io.jevent.internal.http.RequestHead;
import io.jevent.internal.netty.Pace;
import java.io.IOException;

/**
 * The body of a request in HTTP/1.1, taken from its connection.
 *
 * <p><b>Confinement:</b> as {@link BodyInput}.
 */
final class Http1Body extends BodyInput {

    private static final byte[] CONTINUE = HeadWriter.bytes("HTTP/1.1 100 Continue\r\n\r\n");

    private final HttpConnection connection;
    private final Http1Exchange exchange;
    private final RequestHead head;

    Http1Body(HttpConnection connection, Http1Exchange exchange, RequestHead head) {
        super(exchange, connection.engine().settings());
        this.connection = connection;
        this.exchange = exchange;
        this.head = head;
    }

    /** Returns whether the client still waits for 100 (Continue), and so may never send the body. */
    boolean mayNeverCome() {
        return head.expectsContinue && !wasAskedFor() && !connection.input().hasChunk();
    }

    @Override
    protected void ask() {
        if (head.expectsContinue
                && !exchange.response().isSent()
                && !connection.input().hasChunk()) {
            connection.output().add(CONTINUE, 0, CONTINUE.length);
            connection.output().flush();
        }
    }

    @Override
    protected BodyChunk next(boolean inHandler, long position, Pace pace) throws IOException {
        return connection.input().nextChunk(inHandler ? exchange : null, position, pace);
    }

    @Override
    protected void taken(int weight) {
        connection.input().taken(weight);
    }
}
