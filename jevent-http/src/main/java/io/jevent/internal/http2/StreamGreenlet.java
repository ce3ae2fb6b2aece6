// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http2;

import io.jevent.hub.RawGreenlet;
import org.jspecify.annotations.Nullable;

/** The greenlet that serves a stream. */
final class StreamGreenlet extends RawGreenlet {

    private final Http2Exchange exchange;

    StreamGreenlet(Http2Exchange exchange) {
        super(exchange.hub(), exchange, exchange);
        this.exchange = exchange;
    }

    @Override
    protected @Nullable Object execute() {
        exchange.serve();
        return null;
    }

    /** Called for a greenlet that was killed before it ran, too. */
    @Override
    protected void ended(@Nullable Object result, @Nullable Throwable failure) {
        exchange.connection().ended(exchange);
        super.ended(result, failure);
    }
}
