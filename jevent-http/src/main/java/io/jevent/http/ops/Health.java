// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.ops;

import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.exceptions.GreenletExit;
import io.jevent.http.Handler;
import io.jevent.http.Response;
import io.jevent.http.Routes;
import io.jevent.hub.Durations;
import io.jevent.internal.http.JsonText;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Tells whether a service lives and whether it is ready for requests, for load balancers and supervisors. Its
 * {@link #routes} respond with 200 or 503, and with JSON that names each check and whether it holds, but not why not:
 * anybody may ask.
 *
 * <p>Before a stop, call {@link #setReady}{@code (false)} and wait until the load balancer has noticed, so that no
 * request is lost.
 *
 * <p><b>Confinement:</b> thread-safe; checks run on the hub that was asked.
 *
 * @since 0.1
 */
public final class Health {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private record Check(Callable<Boolean> test, Duration limit) {}

    private final Map<String, Check> checks = new ConcurrentHashMap<>();
    private final AtomicBoolean ready = new AtomicBoolean(true);
    private final AtomicReference<Consumer<? super Exception>> failures = new AtomicReference<>(_ -> {});

    /** Creates a service that is ready, without checks. */
    public Health() {
        super();
    }

    /**
     * Adds a check of something that the service needs, with a limit of two seconds. The checks run at once, each in a
     * greenlet.
     *
     * @param name its name, which everybody may read
     * @param test returns whether it is available; may block, and an exception means no
     * @return this
     */
    public Health check(String name, Callable<Boolean> test) {
        return check(name, LIMIT, test);
    }

    /**
     * Adds a check of something that the service needs.
     *
     * @param name its name, which everybody may read
     * @param limit the time after which the check counts as failed
     * @param test returns whether it is available; may block, and an exception means no
     * @return this
     * @throws IllegalArgumentException if the limit is negative
     */
    public Health check(String name, Duration limit, Callable<Boolean> test) {
        Durations.nanos(limit, "limit");
        checks.put(name, new Check(test, limit));
        return this;
    }

    /**
     * Sets who hears of exceptions of checks.
     *
     * @param listener called in the greenlet of the check
     * @return this
     */
    public Health onFailure(Consumer<? super Exception> listener) {
        failures.set(listener);
        return this;
    }

    /**
     * Sets whether the service takes requests, whatever its checks tell.
     *
     * @param takes false before a stop, or while the service warms up
     */
    public void setReady(boolean takes) {
        ready.set(takes);
    }

    /**
     * Returns whether the service takes requests: it was not set otherwise, and each check holds.
     *
     * @return true if so
     * @switches when there are checks
     */
    public boolean isReady() {
        return ready.get() && results().values().stream().allMatch(Boolean::booleanValue);
    }

    private Map<String, Boolean> results() {
        var greenlets = new LinkedHashMap<String, io.jevent.Greenlet<Boolean>>();
        checks.forEach((name, check) -> greenlets.put(name, Jevent.spawn(() -> holds(check))));
        try {
            Jevent.joinAll(greenlets.values());
        } finally {
            greenlets
                    .values()
                    .forEach(greenlet -> greenlet.kill(new GreenletExit("the question has ended"), Duration.ZERO));
        }
        var results = new LinkedHashMap<String, Boolean>();
        greenlets.forEach((name, greenlet) -> results.put(name, greenlet.isSuccessful() && greenlet.result()));
        return results;
    }

    private boolean holds(Check check) {
        try (var _ =
                Timeout.startNew(check.limit, () -> new IOException("the check took longer than " + check.limit))) {
            return check.test.call();
        } catch (Exception e) {
            failures.get().accept(e);
            return false;
        }
    }

    /**
     * Returns routes for the two questions: {@code /live}, whether the process responds at all, and {@code /ready},
     * whether it should get requests. Mount them, for example with {@code mount("/health", health.routes())}.
     *
     * @return the routes
     */
    public Routes routes() {
        Handler readiness = (_, response) -> {
            Map<String, Boolean> results = results();
            boolean up = ready.get() && results.values().stream().allMatch(Boolean::booleanValue);
            send(response, up, results);
        };
        return new Routes()
                .get("/live", (_, response) -> send(response, true, Map.of()))
                .get("/ready", readiness);
    }

    private static void send(Response response, boolean up, Map<String, Boolean> results) throws IOException {
        JsonText text = new JsonText().begin('{').member("status", up ? "up" : "down");
        if (!results.isEmpty()) {
            text.name("checks").begin('{');
            results.forEach((name, holds) -> text.member(name, holds ? "up" : "down"));
            text.end('}');
        }
        response.status(up ? 200 : 503).type("application/json").header("Cache-Control", "no-store");
        response.send(text.end('}').toString());
    }
}
