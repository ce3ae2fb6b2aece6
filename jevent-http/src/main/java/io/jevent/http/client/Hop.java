// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import io.jevent.internal.http.HeaderList;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request of a call: the user's, or one after a redirect or with credentials.
 *
 * @param method the method
 * @param uri the address
 * @param headers the user's header lines
 * @param body the body; null for none
 * @param redirects the number of redirects before it
 * @param attempts the number of times that credentials were asked for before it
 */
record Hop(
        String method,
        URI uri,
        HeaderList headers,
        @Nullable BodyPublisher body,
        int redirects,
        int attempts) {

    static Hop of(HttpRequest request) {
        var lines = new HeaderList();
        for (Map.Entry<String, List<String>> line : request.headers().map().entrySet()) {
            if (!isOwn(line.getKey())) {
                for (String value : line.getValue()) {
                    lines.add(line.getKey(), value);
                }
            }
        }
        return new Hop(request.method(), request.uri(), lines, bodyOf(request), 0, 0);
    }

    /** Returns the body; null if there is none. */
    static @Nullable BodyPublisher bodyOf(HttpRequest request) {
        return request.bodyPublisher().filter(body -> body.contentLength() != 0).orElse(null);
    }

    /** Returns whether the client makes the line itself. */
    private static boolean isOwn(String name) {
        return name.equalsIgnoreCase("Host")
                || name.equalsIgnoreCase("Content-Length")
                || name.equalsIgnoreCase("Transfer-Encoding")
                || name.equalsIgnoreCase("Expect");
    }

    /** Returns the request after a redirect: without credentials, if it leads to another origin. */
    Hop redirected(URI target, String otherMethod, boolean sameOrigin) {
        HeaderList lines = headers.copy();
        if (!sameOrigin) {
            lines.remove("Authorization");
            lines.remove("Cookie");
            lines.remove("Proxy-Authorization");
        }
        boolean dropsBody = !otherMethod.equals(method);
        if (dropsBody) {
            lines.remove("Content-Type");
            lines.remove("Content-Encoding");
        }
        return new Hop(otherMethod, target, lines, dropsBody ? null : body, redirects + 1, 0);
    }

    Hop retried() {
        return new Hop(method, uri, headers, body, redirects, attempts + 1);
    }
}
