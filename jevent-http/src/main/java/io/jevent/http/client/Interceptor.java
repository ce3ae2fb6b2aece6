// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import java.io.IOException;
import java.net.http.HttpRequest;

/**
 * Code around the calls of a client: it may change the request, send it several times or not at all, and change the
 * response. It runs in the greenlet of the call and may block.
 *
 * <p>Interceptors are called in the order in which they were added. Redirects, cookies, authentication and decoding
 * come after the last one.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Interceptor {

    /**
     * Makes a call.
     *
     * @param request the request; {@link HttpRequest#newBuilder(HttpRequest, java.util.function.BiPredicate)} makes a
     *     changed one
     * @param next the rest of the call
     * @return the response, usually that of {@code next}; one that is not returned must be closed
     * @throws IOException if the call fails
     */
    Reply intercept(HttpRequest request, Next next) throws IOException;

    /**
     * The rest of a call: further interceptors, then the exchange with the server.
     *
     * @since 0.1
     */
    @FunctionalInterface
    interface Next {

        /**
         * Makes the rest of the call.
         *
         * @param request the request
         * @return the response, whose body was not read yet
         * @throws IOException if the call fails
         * @switches when it has to wait
         */
        Reply proceed(HttpRequest request) throws IOException;
    }
}
