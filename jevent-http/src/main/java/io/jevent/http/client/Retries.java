// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import io.jevent.Jevent;
import io.jevent.hub.Durations;
import io.jevent.internal.bounds.Bounds;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * An interceptor that repeats calls that have failed: with an exception, or with status 429, 502, 503 or 504.
 *
 * <p>Only requests that may be sent twice are repeated: GET, HEAD, OPTIONS, TRACE, PUT and DELETE (RFC 9110, 9.2.2),
 * and any request with an {@code Idempotency-Key}. The pause doubles each time, with a random part, so that the clients
 * of a server that was down do not return together; a {@code Retry-After} of the server in seconds replaces it if it is
 * longer.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @gevent {@code urllib3.util.Retry}
 * @since 0.1
 */
public final class Retries implements Interceptor {

    private static final int MAX_DIGITS = 6;

    private final int attempts;
    private final long firstNanos;
    private final long longestNanos;
    private final DoubleSupplier random;

    private Retries(int attempts, long firstNanos, long longestNanos, DoubleSupplier random) {
        this.attempts = attempts;
        this.firstNanos = firstNanos;
        this.longestNanos = longestNanos;
        this.random = random;
    }

    /**
     * Creates the interceptor.
     *
     * @param attempts the maximum number of calls, the first one included
     * @return an interceptor with pauses from 100 ms to 10 s
     * @throws IllegalArgumentException if it is less than 1
     * @switches never
     */
    public static Retries of(int attempts) {
        return new Retries(
                Bounds.atLeastOne(attempts, "attempts"),
                Duration.ofMillis(100).toNanos(),
                Duration.ofSeconds(10).toNanos(),
                () -> ThreadLocalRandom.current().nextDouble());
    }

    /**
     * Changes the pauses.
     *
     * @param first the longest pause before the second call
     * @param longest the longest pause of all; also that of a {@code Retry-After}: a call whose server asks for more is
     *     not repeated
     * @return the changed interceptor
     * @throws IllegalArgumentException if one is negative
     * @switches never
     */
    public Retries pauses(Duration first, Duration longest) {
        return new Retries(attempts, Durations.nanos(first, "first"), Durations.nanos(longest, "longest"), random);
    }

    /**
     * Changes the source of the random part, for a test.
     *
     * @param source returns numbers from 0 to 1
     * @return the changed interceptor
     * @switches never
     */
    public Retries random(DoubleSupplier source) {
        return new Retries(attempts, firstNanos, longestNanos, source);
    }

    @Override
    public Reply intercept(HttpRequest request, Next next) throws IOException {
        boolean repeatable = isRepeatable(request);
        IOException first = null;
        for (int attempt = 1; ; attempt++) {
            boolean last = !repeatable || attempt >= attempts;
            long asked = 0;
            try {
                Reply reply = next.proceed(request);
                asked = retryAfter(reply);
                if (last || !isPassing(reply.status()) || asked > longestNanos) {
                    return reply;
                }
                reply.close();
            } catch (IOException e) {
                if (first != null) {
                    e.addSuppressed(first);
                }
                if (last) {
                    throw e;
                }
                first = e;
            }
            Jevent.sleep(Duration.ofNanos(Math.max(asked, pause(attempt))));
        }
    }

    private static boolean isRepeatable(HttpRequest request) {
        return switch (request.method()) {
            case "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE" -> true;
            default -> request.headers().firstValue("Idempotency-Key").isPresent();
        };
    }

    private static boolean isPassing(int status) {
        return status == 429 || status == 502 || status == 503 || status == 504;
    }

    /** Returns the pause that a server asks for, in nanoseconds; 0 for none. */
    private static long retryAfter(Reply reply) {
        Optional<String> value = reply.header("Retry-After");
        String digits = value.orElse("").strip();
        boolean number = !digits.isEmpty() && digits.length() <= MAX_DIGITS;
        for (int i = 0; i < digits.length(); i++) {
            number &= digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
        }
        return number ? Duration.ofSeconds(Long.parseLong(digits)).toNanos() : 0;
    }

    private long pause(int attempt) {
        double doubled = firstNanos * Math.pow(2, attempt - 1.0);
        double most = Math.min((double) longestNanos, doubled);
        return (long) (most / 2 + most / 2 * random.getAsDouble());
    }
}
