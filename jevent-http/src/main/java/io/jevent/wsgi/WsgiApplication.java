// SPDX-License-Identifier: Apache-2.0
package io.jevent.wsgi;

/**
 * An application in the manner of PEP 3333.
 *
 * @gevent the {@code application} of {@code WSGIServer}
 */
@FunctionalInterface
public interface WsgiApplication {

    /**
     * Answers a request, in the greenlet of its connection.
     *
     * @param environ what the request is
     * @param startResponse to be called with status and headers, before the first piece that is not empty
     * @return the pieces of the body. Each leaves before the next is asked for, so an iterable that computes or waits
     *     for them one by one streams them; a {@link java.util.Collection} is sent with a {@code Content-Length}. If it
     *     is an {@link AutoCloseable}, it is closed in the end, whatever happens.
     * @throws Exception if it fails: that is answered 500 if nothing was sent
     */
    Iterable<byte[]> call(Environ environ, StartResponse startResponse) throws Exception;
}
