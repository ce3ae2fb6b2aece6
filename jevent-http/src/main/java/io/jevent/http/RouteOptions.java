// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.Timeout;
import io.jevent.hub.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a route, which replace those of the server. Each method returns a changed copy.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @see Routes#on(String, String, RouteOptions, Handler)
 * @since 0.1
 */
public final class RouteOptions {

    /** No limits besides those of the server. */
    public static final RouteOptions DEFAULTS = new RouteOptions(-1, null);

    /** The maximum length of the body; -1 for the server's. */
    final long maxBody;

    private final @Nullable Duration timeout;

    private RouteOptions(long maxBody, @Nullable Duration timeout) {
        this.maxBody = maxBody;
        this.timeout = timeout;
    }

    /**
     * Limits the body of a request, in place of {@link HttpOptions#maxBody}; the response to a larger one is 413.
     *
     * @param bytes the maximum length in bytes, which may be more than the server's
     * @return the changed options
     * @throws IllegalArgumentException if it is negative
     */
    public RouteOptions maxBody(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("maxBody must not be negative: " + bytes);
        }
        return new RouteOptions(bytes, timeout);
    }

    /**
     * Limits the time of the handler, from the head of the request to its return. Afterwards its wait is cancelled, and
     * the response is 503; if a part of the response was sent already, its connection is closed.
     *
     * @param limit the time
     * @return the changed options
     * @throws IllegalArgumentException if it is negative
     */
    public RouteOptions timeout(Duration limit) {
        return new RouteOptions(maxBody, Duration.ofNanos(Durations.nanos(limit, "limit")));
    }

    /** Returns the handler within these limits. */
    Handler around(Handler handler) {
        if (maxBody < 0 && timeout == null) {
            return handler;
        }
        Duration limit = timeout;
        return (request, response) -> {
            if (maxBody >= 0) {
                request.setMaxBody(maxBody);
            }
            if (limit == null) {
                handler.handle(request, response);
                return;
            }
            try (var _ = Timeout.startNew(
                    limit, () -> new HttpException(503, "the request took longer than " + limit.toMillis() + " ms"))) {
                handler.handle(request, response);
            }
        };
    }
}
