// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.security;

import io.jevent.http.Filter;
import io.jevent.http.Handler;
import io.jevent.http.HttpException;
import io.jevent.http.Request;
import io.jevent.http.Response;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A filter that lets the scripts of some other sites use this one (cross-origin resource sharing, the Fetch standard).
 * It responds to preflight requests itself. Without it, browsers hide the responses from the scripts of other sites.
 * Each method returns a changed filter.
 *
 * <p>It protects nothing: a request of a site that is not allowed reaches the handler all the same, unless a preflight
 * precedes it. See {@link Csrf} and {@link io.jevent.http.SameOrigin}.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @since 0.1
 */
public final class Cors implements Filter {

    private static final Duration AGE = Duration.ofHours(1);

    /** The rights of scripts besides simple requests. */
    private record Allowed(String methods, String headers, String exposed, boolean credentials, Duration age) {}

    private final Predicate<? super String> origins;
    private final boolean all;
    private final Allowed allowed;

    private Cors(Predicate<? super String> origins, boolean all, Allowed allowed) {
        this.origins = origins;
        this.all = all;
        this.allowed = allowed;
    }

    /**
     * Lets the scripts of some origins use the methods {@code GET}, {@code HEAD} and {@code POST}.
     *
     * @param origins the origins, for example {@code https://app.example.com}, without a path
     * @return the filter
     * @throws IllegalArgumentException if one is not an origin
     */
    public static Cors allow(String... origins) {
        for (String origin : origins) {
            int host = origin.indexOf("://") + 3;
            if (host < 4 || origin.indexOf('/', host) >= 0 || origin.indexOf('*') >= 0) {
                throw new IllegalArgumentException(
                        "an origin is a scheme and a host, with a port if it is not the usual one, and no path: "
                                + origin);
            }
        }
        return allow(Set.of(origins)::contains);
    }

    /**
     * Lets the scripts of some origins use the methods {@code GET}, {@code HEAD} and {@code POST}.
     *
     * @param origins returns whether an origin is allowed; compare it whole, since {@code endsWith("example.com")} also
     *     allows {@code https://badexample.com}
     * @return the filter
     */
    public static Cors allow(Predicate<? super String> origins) {
        return new Cors(origins, false, new Allowed("GET, HEAD, POST", "", "", false, AGE));
    }

    /**
     * Lets the scripts of all sites use the methods {@code GET}, {@code HEAD} and {@code POST}, without cookies.
     *
     * @return the filter
     */
    public static Cors allowAll() {
        return new Cors(_ -> true, true, new Allowed("GET, HEAD, POST", "", "", false, AGE));
    }

    /**
     * Sets the methods that scripts may use.
     *
     * @param names the methods
     * @return the changed filter
     */
    public Cors methods(String... names) {
        return new Cors(
                origins,
                all,
                new Allowed(
                        String.join(", ", names), allowed.headers, allowed.exposed, allowed.credentials, allowed.age));
    }

    /**
     * Sets the headers that scripts may send besides simple ones, for example {@code Content-Type} for JSON.
     *
     * @param names the headers
     * @return the changed filter
     */
    public Cors headers(String... names) {
        return new Cors(
                origins,
                all,
                new Allowed(
                        allowed.methods, String.join(", ", names), allowed.exposed, allowed.credentials, allowed.age));
    }

    /**
     * Sets the headers of responses that scripts may read besides simple ones.
     *
     * @param names the headers
     * @return the changed filter
     */
    public Cors expose(String... names) {
        return new Cors(
                origins,
                all,
                new Allowed(
                        allowed.methods, allowed.headers, String.join(", ", names), allowed.credentials, allowed.age));
    }

    /**
     * Lets scripts send the cookies of this site along. Such a script can do whatever the user can.
     *
     * @return the changed filter
     * @throws IllegalStateException for {@link #allowAll}
     */
    public Cors credentials() {
        if (all) {
            throw new IllegalStateException("the scripts of all sites may not use the cookies of this one: name the"
                    + " origins with Cors.allow(...)");
        }
        return new Cors(
                origins, false, new Allowed(allowed.methods, allowed.headers, allowed.exposed, true, allowed.age));
    }

    /**
     * Sets for how long a browser keeps the response to a preflight request.
     *
     * @param time the time; one hour by default
     * @return the changed filter
     */
    public Cors age(Duration time) {
        return new Cors(
                origins,
                all,
                new Allowed(allowed.methods, allowed.headers, allowed.exposed, allowed.credentials, time));
    }

    @Override
    public void handle(Request request, Response response, Handler next) throws Exception {
        String origin = request.header("Origin").orElse("");
        boolean preflight = request.method().equals("OPTIONS")
                && !origin.isEmpty()
                && request.headers().has("Access-Control-Request-Method");
        boolean accepted = !origin.isEmpty() && origins.test(origin);
        if (preflight) {
            response.vary("Access-Control-Request-Method");
            response.vary("Access-Control-Request-Headers");
        }
        decorate(response, origin, accepted);
        if (!preflight) {
            next.handle(request, response);
        } else if (accepted) {
            respond(response);
        } else {
            throw new HttpException(403, "scripts of " + origin + " may not use this site");
        }
    }

    private void decorate(Response response, String origin, boolean accepted) {
        if (!all) {
            response.vary("Origin");
        }
        if (!accepted) {
            return;
        }
        response.header("Access-Control-Allow-Origin", all ? "*" : origin);
        if (allowed.credentials) {
            response.header("Access-Control-Allow-Credentials", "true");
        }
        if (!allowed.exposed.isEmpty()) {
            response.header("Access-Control-Expose-Headers", allowed.exposed);
        }
    }

    private void respond(Response response) throws java.io.IOException {
        response.removeHeader("Access-Control-Expose-Headers");
        response.header("Access-Control-Allow-Methods", allowed.methods);
        if (!allowed.headers.isEmpty()) {
            response.header("Access-Control-Allow-Headers", allowed.headers);
        }
        response.header("Access-Control-Max-Age", Long.toString(allowed.age.toSeconds()));
        response.status(204).end();
    }
}
