// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.exceptions.GreenletExit;
import io.jevent.internal.http.BadBodyException;
import io.jevent.internal.http.HeaderList;
import io.jevent.internal.http.Statuses;
import org.jspecify.annotations.Nullable;

/**
 * The response that the server makes of an exception of a handler or a filter.
 *
 * @param status its status
 * @param message its text
 * @param headers headers that belong to it
 * @param closes whether it is the last response of its connection
 * @param isReported whether the hub's error handler gets the exception
 */
record Failure(int status, String message, HeaderList headers, boolean closes, boolean isReported) {

    /** Limits the search in the chain of causes, which may be a cycle. */
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

    /** Returns whether a body that cannot be read is the cause. */
    static boolean isOfBody(Throwable thrown) {
        return badBody(thrown) != null;
    }

    /** Searches the causes too, since a client of another library may wrap the exception of the body that it reads. */
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
     * Returns a handler that, if it fails, resets the response to the headers of the filters before it, with the
     * failure's status.
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
