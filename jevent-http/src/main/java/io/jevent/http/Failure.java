// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.exceptions.GreenletExit;
import io.jevent.internal.http.BadBodyException;
import io.jevent.internal.http.HeaderList;
import io.jevent.internal.http.Statuses;
import org.jspecify.annotations.Nullable;

/**
 * The response that the server makes of what a handler or a filter threw.
 *
 * @param status its status
 * @param message its text
 * @param headers headers that belong to it
 * @param closes whether it is the last response of its connection
 * @param isReported whether the hub's error handler gets what was thrown
 */
record Failure(int status, String message, HeaderList headers, boolean closes, boolean isReported) {

    /** Causes beyond this depth are not looked at: a chain of causes may be a cycle. */
    private static final int MAX_CAUSES = 10;

    /** Returns the response to a failure; null for a kill, which ends the connection without one. */
    static @Nullable Failure of(Throwable thrown) {
        if (thrown instanceof GreenletExit) {
            return null;
        }
        if (thrown instanceof HttpException known) {
            return new Failure(known.status(), known.text(), known.headers(), false, false);
        }
        BadBodyException bad = badBody(thrown);
        if (bad != null) {
            return new Failure(bad.status(), Statuses.reason(bad.status()), new HeaderList(), true, false);
        }
        return new Failure(500, Statuses.reason(500), new HeaderList(), true, true);
    }

    /** A client that the body was passed on to wraps what the body threw. */
    private static @Nullable BadBodyException badBody(Throwable thrown) {
        Throwable cause = thrown;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (cause instanceof BadBodyException bad) {
                return bad;
            }
            cause = cause.getCause();
        }
        return null;
    }

    /**
     * Returns a handler that, if it fails, leaves the response as the filters before it have made it, but for the
     * status, which is that of the failure.
     */
    static Handler guard(Handler handler) {
        return (request, response) -> {
            HeaderList before = response.copyHeaders();
            try {
                handler.handle(request, response);
            } catch (Throwable t) {
                response.reset(before);
                response.failed(t);
                throw t;
            }
        };
    }
}
