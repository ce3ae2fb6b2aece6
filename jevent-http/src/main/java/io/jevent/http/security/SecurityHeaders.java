// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.security;

import io.jevent.http.Filter;
import io.jevent.http.Handler;
import io.jevent.http.Request;
import io.jevent.http.Response;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A filter that sets headers with which browsers protect a site, on every response that does not have them already. By
 * default: {@code X-Content-Type-Options: nosniff}, {@code X-Frame-Options: DENY}, {@code Referrer-Policy:
 * strict-origin-when-cross-origin}, {@code Cross-Origin-Opener-Policy: same-origin} and
 * {@code Cross-Origin-Resource-Policy: same-origin}. Each method returns a changed filter.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @since 0.1
 */
public final class SecurityHeaders implements Filter {

    /** The headers that suit most sites. */
    public static final SecurityHeaders DEFAULTS = new SecurityHeaders(
            Map.of(
                    "X-Content-Type-Options", "nosniff",
                    "X-Frame-Options", "DENY",
                    "Referrer-Policy", "strict-origin-when-cross-origin",
                    "Cross-Origin-Opener-Policy", "same-origin",
                    "Cross-Origin-Resource-Policy", "same-origin"),
            "");

    private final Map<String, String> headers;
    private final String strictTransport;

    private SecurityHeaders(Map<String, String> headers, String strictTransport) {
        this.headers = headers;
        this.strictTransport = strictTransport;
    }

    /**
     * Sets a header.
     *
     * @param name its name
     * @param value its value; empty to leave the header out
     * @return the changed filter
     */
    public SecurityHeaders with(String name, String value) {
        var changed = new LinkedHashMap<>(headers);
        changed.keySet().removeIf(name::equalsIgnoreCase);
        if (!value.isEmpty()) {
            changed.put(name, value);
        }
        return new SecurityHeaders(changed, strictTransport);
    }

    /**
     * Sets where a page may load from and what it may do, the header {@code Content-Security-Policy}.
     *
     * @param policy the policy, for example {@code default-src 'self'}
     * @return the changed filter
     */
    public SecurityHeaders contentPolicy(String policy) {
        return with("Content-Security-Policy", policy);
    }

    /**
     * Has browsers use only HTTPS for this host, the header {@code Strict-Transport-Security} (RFC 6797). It is sent
     * over TLS only. A browser that has seen it cannot be called back: begin with a short time.
     *
     * @param time for how long, after each response
     * @param subdomains whether it holds for all hosts below this one, too
     * @return the changed filter
     */
    public SecurityHeaders onlyHttps(Duration time, boolean subdomains) {
        return new SecurityHeaders(headers, "max-age=" + time.toSeconds() + (subdomains ? "; includeSubDomains" : ""));
    }

    @Override
    public void handle(Request request, Response response, Handler next) throws Exception {
        response.beforeSend(() -> {
            headers.forEach((name, value) -> set(response, name, value));
            if (!strictTransport.isEmpty() && request.isSecure()) {
                set(response, "Strict-Transport-Security", strictTransport);
            }
        });
        next.handle(request, response);
    }

    private static void set(Response response, String name, String value) {
        if (!response.headers().has(name)) {
            response.header(name, value);
        }
    }
}
