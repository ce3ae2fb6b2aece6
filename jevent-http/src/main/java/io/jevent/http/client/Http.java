// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import java.net.URI;
import java.net.http.HttpClient.Redirect;

/**
 * HTTP calls in one line: {@code Http.get("https://example.org/").text()}.
 *
 * <p>They use a client that all of the program shares; it follows redirects, but none from https to http.
 * {@link #with(HubHttpClient)} uses another one.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @gevent {@code requests.get}, {@code requests.post}
 * @since 0.1
 */
public final class Http {

    private static final HubHttpClient SHARED =
            HubHttpClient.newBuilder().followRedirects(Redirect.NORMAL).build();
    private static final HttpCalls DEFAULT = new HttpCalls(SHARED);

    private Http() {}

    /**
     * Returns the same calls by another client.
     *
     * @param client the client
     * @return its calls
     * @switches never
     */
    public static HttpCalls with(HubHttpClient client) {
        return new HttpCalls(client);
    }

    /**
     * Prepares a GET.
     *
     * @param uri the address
     * @return the call, which is not made yet
     * @throws IllegalArgumentException if it is not an address
     * @switches never
     */
    public static HttpCall get(String uri) {
        return DEFAULT.call("GET", uri);
    }

    /**
     * Prepares a GET.
     *
     * @param uri the address
     * @return the call, which is not made yet
     * @switches never
     */
    public static HttpCall get(URI uri) {
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
    public static HttpCall post(String uri) {
        return DEFAULT.call("POST", uri);
    }

    /**
     * Prepares a POST.
     *
     * @param uri the address
     * @return the call, which is not made yet
     * @switches never
     */
    public static HttpCall post(URI uri) {
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
    public static HttpCall put(String uri) {
        return DEFAULT.call("PUT", uri);
    }

    /**
     * Prepares a PATCH.
     *
     * @param uri the address
     * @return the call, which is not made yet
     * @throws IllegalArgumentException if it is not an address
     * @switches never
     */
    public static HttpCall patch(String uri) {
        return DEFAULT.call("PATCH", uri);
    }

    /**
     * Prepares a DELETE.
     *
     * @param uri the address
     * @return the call, which is not made yet
     * @throws IllegalArgumentException if it is not an address
     * @switches never
     */
    public static HttpCall delete(String uri) {
        return DEFAULT.call("DELETE", uri);
    }

    /**
     * Prepares a HEAD.
     *
     * @param uri the address
     * @return the call, which is not made yet
     * @throws IllegalArgumentException if it is not an address
     * @switches never
     */
    public static HttpCall head(String uri) {
        return DEFAULT.call("HEAD", uri);
    }

    /**
     * Prepares a request.
     *
     * @param method the method
     * @param uri the address
     * @return the call, which is not made yet
     * @throws IllegalArgumentException if it is not an address, or the method is not a token
     * @switches never
     * @gevent {@code requests.request}
     */
    public static HttpCall call(String method, String uri) {
        return DEFAULT.call(method, uri);
    }
}
