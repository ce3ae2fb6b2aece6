// SPDX-License-Identifier: Apache-2.0
package io.jevent.wsgi;

/**
 * An application with the interface of PEP 3333.
 *
 * @gevent the {@code application} of {@code WSGIServer}
 * @since 0.1
 */
@FunctionalInterface
public interface WsgiApplication {

    /**
     * Responds to a request, in the greenlet of its connection.
     *
     * @param environ the request
     * @param startResponse sets status and headers; the application must call it before the first chunk that is not
     *     empty
     * @return the chunks of the body. Each is sent before the next one is requested, so that an iterable can produce
     *     them one by one; a {@link java.util.Collection} is sent with a {@code Content-Length}. An
     *     {@link AutoCloseable} is closed at the end, also after a failure.
     * @throws Exception if it fails; the response is 500 if nothing was sent
     */
    Iterable<byte[]> call(Environ environ, StartResponse startResponse) throws Exception;
}
