// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.proxy;

import io.jevent.http.Request;
import io.jevent.internal.http.FieldLists;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;

/** Which headers a proxy passes on, RFC 9110, 7.6. */
final class ForwardedHeaders {

    /** The headers of one connection, or that the proxy sets itself. */
    private static final Set<String> NOT_PASSED = Set.of(
            "connection",
            "content-length",
            "expect",
            "forwarded",
            "host",
            "http2-settings",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "via",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-forwarded-proto",
            "x-real-ip");

    private ForwardedHeaders() {}

    /** Passes the headers of a request on, and those that tell the next server about the client. */
    static void ofRequest(Request request, BiConsumer<String, String> to) {
        Set<String> named = named(request.headers().all("Connection"));
        request.headers().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!NOT_PASSED.contains(lower) && !named.contains(lower) && !lower.startsWith("sec-websocket-")) {
                to.accept(name, value);
            }
        });
        if (!request.remoteHost().equals("-")) {
            to.accept("X-Forwarded-For", request.remoteHost());
        }
        to.accept("X-Forwarded-Proto", request.isSecure() ? "https" : "http");
        if (!request.host().isEmpty()) {
            to.accept("X-Forwarded-Host", request.host());
        }
        to.accept("Via", via(request));
    }

    private static String via(Request request) {
        String before = String.join(", ", request.headers().all("Via"));
        String version = request.protocol().substring(request.protocol().indexOf('/') + 1);
        return (before.isEmpty() ? "" : before + ", ") + version + " jevent";
    }

    /** Returns whether a header of a response is passed on. */
    static boolean isPassedBack(String name, Set<String> named) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean own = lower.equals("via") || lower.equals("content-length") || lower.startsWith(":");
        return !named.contains(lower) && !own && !NOT_PASSED.contains(lower);
    }

    /** Returns the headers that {@code Connection} names. */
    static Set<String> named(Iterable<String> connection) {
        var names = new HashSet<String>();
        FieldLists.elements(connection).forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        return names;
    }
}
