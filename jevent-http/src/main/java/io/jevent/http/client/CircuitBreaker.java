// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import io.jevent.hub.Durations;
import io.jevent.hub.Hub;
import io.jevent.internal.bounds.Bounds;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * An interceptor that makes no calls to a server that has failed several times in a row: they fail at once, until a
 * pause is over and one trial call has succeeded. A failure is an exception, or a status from 500 on.
 *
 * <p>It is closed (calls pass), open (calls fail) or half open (one trial call passes), for each host and port.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @since 0.1
 */
public final class CircuitBreaker implements Interceptor {

    private static final int MAX_HOSTS = 1024;

    private final int failures;
    private final long pauseNanos;
    private final Map<String, State> states = new HashMap<>();

    /** The calls to one host. */
    private static final class State {
        int failed;
        long openUntil;
        boolean trial;
    }

    private CircuitBreaker(int failures, long pauseNanos) {
        this.failures = failures;
        this.pauseNanos = pauseNanos;
    }

    /**
     * Creates a breaker that is closed.
     *
     * @param failures the failures in a row that open it
     * @param pause the time for which it stays open
     * @return the interceptor
     * @throws IllegalArgumentException if {@code failures} is less than 1, or {@code pause} is negative
     * @switches never
     */
    public static CircuitBreaker of(int failures, Duration pause) {
        return new CircuitBreaker(Bounds.atLeastOne(failures, "failures"), Durations.nanos(pause, "pause"));
    }

    @Override
    public Reply intercept(HttpRequest request, Next next) throws IOException {
        String host = request.uri().getHost() + ":" + request.uri().getPort();
        enter(host);
        Boolean succeeded = null;
        try {
            Reply reply = next.proceed(request);
            succeeded = reply.status() < 500;
            return reply;
        } catch (IOException e) {
            succeeded = false;
            throw e;
        } finally {
            ended(host, succeeded);
        }
    }

    private synchronized void enter(String host) throws IOException {
        State state = states.get(host);
        if (state == null || state.failed < failures) {
            return;
        }
        long left = state.openUntil - Hub.current().now();
        if (left > 0 || state.trial) {
            throw new IOException("the circuit breaker is open: " + host + " has failed " + state.failed
                    + " times in a row; the next call is made in "
                    + Duration.ofNanos(Math.max(0, left)).toMillis() + " ms");
        }
        state.trial = true;
    }

    /** Counts a call; one that was killed says nothing about the server. */
    private synchronized void ended(String host, @org.jspecify.annotations.Nullable Boolean succeeded) {
        if (Boolean.TRUE.equals(succeeded)) {
            states.remove(host);
            return;
        }
        if (states.size() >= MAX_HOSTS && !states.containsKey(host)) {
            states.clear();
        }
        State state = Objects.requireNonNull(states.computeIfAbsent(host, _ -> new State()));
        state.trial = false;
        if (succeeded != null) {
            state.failed++;
            state.openUntil = Hub.current().now() + pauseNanos;
        }
    }

    /**
     * Returns whether calls to a host fail at once.
     *
     * @param host the host
     * @param port the port of the address; -1 if it has none
     * @return true while the breaker is open
     * @switches never
     */
    public synchronized boolean isOpen(String host, int port) {
        State state = states.get(host + ":" + port);
        return state != null
                && state.failed >= failures
                && state.openUntil > Hub.current().now();
    }
}
