// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http2;

import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.RawGreenlet;
import org.jspecify.annotations.Nullable;

/*
 * States: scheduled --- its turn ---> serving --- the queue is empty ---> ended.
 *
 * Invariant: while streams are queued, a greenlet is scheduled to serve them, or the connection's is about to start one. So a
 * request that blocks delays no other, and requests that do not block need one greenlet together.
 */
/** A greenlet that serves the queued streams of a connection, one after the other, until there are none. */
final class StreamGreenlet extends RawGreenlet {

    private final MultiplexedConnection connection;

    /** The stream that it serves. */
    private @Nullable Http2Exchange exchange;

    private boolean begun;

    StreamGreenlet(MultiplexedConnection connection) {
        super(connection.hub(), connection, connection);
        this.connection = connection;
    }

    @Override
    protected @Nullable Object execute() {
        begun = true;
        connection.greenletBegins();
        Object context = CurrentGreenlet.context();
        Http2Exchange next = connection.nextStream();
        while (next != null) {
            exchange = next;
            next.startedIn(this);
            next.serve();
            exchange = null;
            connection.ended(next);
            CurrentGreenlet.setContext(context);
            next = connection.nextStream();
        }
        return null;
    }

    /** Called for a greenlet that was killed before it ran, too. */
    @Override
    protected void ended(@Nullable Object result, @Nullable Throwable failure) {
        if (!begun) {
            connection.greenletBegins();
        }
        Http2Exchange left = exchange;
        if (left != null) {
            connection.ended(left);
        }
        connection.signal(); // streams may be queued
        super.ended(result, failure);
    }
}
