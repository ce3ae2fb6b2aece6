// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Durations;
import io.jevent.internal.bounds.Bounds;
import io.jevent.queue.Queue;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An interceptor that makes a second call if the first one is slow, and takes the response that comes first; the others
 * are ended. So one slow server of several does not make a caller slow.
 *
 * <p>Only GET and HEAD without a body are hedged.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @since 0.1
 */
public final class Hedging implements Interceptor {

    private final int most;
    private final Duration delay;

    private Hedging(int most, Duration delay) {
        this.most = most;
        this.delay = delay;
    }

    /**
     * Creates the interceptor.
     *
     * @param most the maximum number of calls at once, the first one included
     * @param delay the time without a response before each further call
     * @return the interceptor
     * @throws IllegalArgumentException if {@code most} is less than 1, or {@code delay} is negative
     * @switches never
     */
    public static Hedging of(int most, Duration delay) {
        return new Hedging(Bounds.atLeastOne(most, "most"), Duration.ofNanos(Durations.nanos(delay, "delay")));
    }

    @Override
    public Reply intercept(HttpRequest request, Next next) throws IOException {
        boolean safe = request.method().equals("GET") || request.method().equals("HEAD");
        if (!safe || most == 1 || Hop.bodyOf(request) != null) {
            return next.proceed(request);
        }
        return new Race(request, next).run();
    }

    /** The calls for one request. */
    private final class Race {

        private final HttpRequest request;
        private final Next next;
        private final Queue<Object> outcomes = new Queue<>();
        private final List<Greenlet<?>> calls = new ArrayList<>();
        private boolean over;

        Race(HttpRequest request, Next next) {
            this.request = request;
            this.next = next;
        }

        Reply run() throws IOException {
            Object won = "";
            try {
                won = first();
                if (won instanceof Reply reply) {
                    return reply;
                }
                throw (IOException) won;
            } finally {
                end(won);
            }
        }

        /** Returns the first reply, or the last failure. */
        private Object first() {
            begin();
            int failed = 0;
            while (true) {
                Optional<Object> outcome = calls.size() < most ? outcomes.get(delay) : Optional.of(outcomes.get());
                if (outcome.isEmpty()) {
                    begin();
                    continue;
                }
                if (outcome.get() instanceof Reply || ++failed == calls.size()) {
                    return outcome.get();
                }
            }
        }

        private void begin() {
            calls.add(Jevent.spawn(() -> {
                try {
                    Reply reply = next.proceed(request);
                    if (over) {
                        reply.close();
                    } else {
                        outcomes.put(reply);
                    }
                } catch (IOException e) {
                    outcomes.put(e);
                } catch (RuntimeException e) {
                    outcomes.put(new IOException(e.getMessage(), e));
                }
            }));
        }

        /** Ends the calls that have lost. Never blocks. */
        private void end(Object won) {
            over = true;
            Jevent.interruptAll(calls, new GreenletExit("another call has got a response"));
            Optional<Object> outcome = outcomes.tryGet();
            while (outcome.isPresent()) {
                if (outcome.get() instanceof Reply reply && reply != won) {
                    reply.close();
                }
                outcome = outcomes.tryGet();
            }
        }
    }
}
