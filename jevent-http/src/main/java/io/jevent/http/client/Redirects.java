// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import io.jevent.internal.client.Origin;
import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Follows redirects as java.net.http does. */
final class Redirects {

    private final Redirect policy;
    private final int most;

    Redirects(Redirect policy, int most) {
        this.policy = policy;
        this.most = most;
    }

    /** Returns the next request; null if the response is the last one. */
    @Nullable
    Hop next(Hop hop, ReplyHead head) throws IOException {
        if (policy == Redirect.NEVER || !isRedirect(head.status()) || hop.redirects() >= most) {
            return null;
        }
        String location = head.header("Location");
        if (location == null) {
            throw new IOException("Invalid redirection: status " + head.status() + " without Location: " + hop.uri());
        }
        URI target;
        try {
            target = hop.uri().resolve(URI.create(location));
        } catch (IllegalArgumentException e) {
            throw new IOException("Invalid redirection: not an address: " + e.getMessage(), e);
        }
        if (!isAllowed(hop.uri(), target)) {
            return null;
        }
        boolean sameOrigin = Origin.of(hop.uri(), Proxy.NO_PROXY, false).isOf(target);
        return hop.redirected(target, methodAfter(head.status(), hop.method()), sameOrigin);
    }

    private static boolean isRedirect(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    /** Returns whether the policy allows it: never to another scheme than http and https. */
    private boolean isAllowed(URI from, URI to) {
        String scheme = scheme(to);
        if (to.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            return false;
        }
        return policy == Redirect.ALWAYS || scheme.equals(scheme(from)) || scheme.equals("https");
    }

    private static String scheme(URI uri) {
        return uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    }

    private static String methodAfter(int status, String method) {
        return switch (status) {
            case 301, 302 -> method.equals("POST") ? "GET" : method;
            case 303 -> method.equals("HEAD") ? method : "GET";
            default -> method;
        };
    }
}
