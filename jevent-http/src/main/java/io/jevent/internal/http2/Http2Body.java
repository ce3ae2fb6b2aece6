// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http2;

import io.jevent.internal.http.BodyChunk;
import io.jevent.internal.http.BodyInput;
import io.jevent.internal.http.RequestHead;
import io.jevent.internal.netty.Pace;
import java.io.IOException;

/**
 * The body of a request in HTTP/2, taken from its stream.
 *
 * <p><b>Confinement:</b> as {@link BodyInput}.
 */
final class Http2Body extends BodyInput {

    private final Http2Exchange exchange;
    private final RequestHead head;

    Http2Body(Http2Exchange exchange, RequestHead head) {
        super(exchange, exchange.connection().engine().settings());
        this.exchange = exchange;
        this.head = head;
    }

    @Override
    protected void ask() {
        if (head.expectsContinue
                && !exchange.response().isSent()
                && !exchange.received().hasData()
                && !exchange.received().hasEnded()) {
            exchange.output().sendContinue();
        }
    }

    @Override
    protected BodyChunk next(boolean inHandler, long position, Pace pace) throws IOException {
        return exchange.received().next(position, pace);
    }

    /** Returns the bytes of a chunk to the windows of the client. */
    @Override
    protected void taken(int weight) {
        exchange.connection().output().consumed(exchange.stream(), weight);
    }
}
