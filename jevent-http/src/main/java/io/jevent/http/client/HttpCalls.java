// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import java.net.URI;

/**
 * HTTP calls in one line by a client of one's own: {@code Http.with(client).get("https://example.org/").text()}.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @gevent {@code requests.Session}
 * @since 0.1
 */
public final class HttpCalls {

    private final HubHttpClient client;

    HttpCalls(HubHttpClient client) {
        this.client = client;
    }

    /**
     * Prepares a GET.
     *
     * @param uri the address
     * @return the call, which is not made yet
     * @throws IllegalArgumentException if it is not an address
     * @switches never
     */
    public HttpCall get(String uri) {
        return call("GET", uri);
    }

    /**
     * Prepares a GET.
     *
     * @param uri the address
     * @return the call, which is not made yet
     * @switches never
     */
    public HttpCall get(URI uri) {
        return get(uri.toString());
    }

    /**
     * Prepares a POST.
     *
     * @param uri the address
     * @return the call, which is not made yet
     * @throws IllegalArgumentException if it is not an address
     * @switches never
     */
    public HttpCall post(String uri) {
        return call("POST", uri);
    }

    /**
     * Prepares a POST.
     *
     * @param uri the address
     * @return the call, which is not made yet
     * @switches never
     */
    public HttpCall post(URI uri) {
        return post(uri.toString());
    }

    /**
     * Prepares a PUT.
     *
     * @param uri the address
     * @return the call, which is not made yet
     * @throws IllegalArgumentException if it is not an address
     * @switches never
     */
    public HttpCall put(String uri) {
        return call("PUT", uri);
    }

    /**
     * Prepares a PATCH.
     *
     * @param uri the address
     * @return the call, which is not made yet
     * @throws IllegalArgumentException if it is not an address
     * @switches never
     */
    public HttpCall patch(String uri) {
        return call("PATCH", uri);
    }

    /**
     * Prepares a DELETE.
     *
     * @param uri the address
     * @return the call, which is not made yet
     * @throws IllegalArgumentException if it is not an address
     * @switches never
     */
    public HttpCall delete(String uri) {
        return call("DELETE", uri);
    }

    /**
     * Prepares a HEAD.
     *
     * @param uri the address
     * @return the call, which is not made yet
     * @throws IllegalArgumentException if it is not an address
     * @switches never
     */
    public HttpCall head(String uri) {
        return call("HEAD", uri);
    }

    /**
     * Prepares a request.
     *
     * @param method the method
     * @param uri the address
     * @return the call, which is not made yet
     * @throws IllegalArgumentException if it is not an address, or the method is not a token
     * @switches never
     * @gevent {@code Session.request}
     */
    public HttpCall call(String method, String uri) {
        return new HttpCall(client, method, uri);
    }
}
