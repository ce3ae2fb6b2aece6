// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.hub.ContextPropagator;
import io.jevent.testing.VirtualTime;
import io.jevent.threadpool.ThreadPool;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The contexts of OpenTelemetry and Micrometer follow into greenlets and into the work of a thread pool. */
class TracingContextTest {

    /** One greenlet for each name runs within {@code name}, switches, and asks for the context in several places. */
    private static List<String> askEverywhere(Within within, Supplier<String> current) throws Exception {
        var seen = new ArrayList<String>();
        VirtualTime.run(_ -> {
            try (var threads = new ThreadPool(2)) {
                List<Greenlet<String>> all = new ArrayList<>();
                for (String name : List.of("a", "b")) {
                    all.add(Jevent.spawn(() -> within.call(name, () -> {
                        Greenlet<String> child = Jevent.spawn(() -> {
                            Jevent.sleep(Duration.ofSeconds(1));
                            return Jevent.spawn(current::get).result();
                        });
                        String inThread = threads.apply(current::get);
                        return current.get() + inThread + child.result() + current.get();
                    })));
                }
                for (Greenlet<String> greenlet : all) {
                    seen.add(greenlet.result());
                }
                seen.add(current.get() + threads.apply(current::get) + threads.apply(current::get));
            }
        });
        return seen;
    }

    @FunctionalInterface
    private interface Within {
        String call(String name, Callable<String> body) throws Exception;
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker") // jevent closes it
    void theContextOfOpenTelemetryFollows() throws Exception {
        ContextKey<String> key = ContextKey.named("name");
        // @start region="opentelemetry"
        ContextPropagator propagator = () -> {
            Context ours = Context.current();
            return ours == Context.root() ? null : () -> ours.makeCurrent()::close;
        };
        ContextPropagator.add(propagator);
        // @end
        try {
            List<String> seen = askEverywhere(
                    (name, body) -> {
                        try (Scope _ = Context.current().with(key, name).makeCurrent()) {
                            return body.call();
                        }
                    },
                    () -> String.valueOf((Object) Context.current().get(key)));
            assertThat(seen).containsExactly("aaaa", "bbbb", "nullnullnull");
            assertThat(Context.current()).isSameAs(Context.root());
        } finally {
            ContextPropagator.remove(propagator);
        }
    }

    @Test
    void whatMicrometerKnowsFollows() throws Exception {
        var name = new ThreadLocal<String>();
        var registry = new ContextRegistry().registerThreadLocalAccessor("name", name);
        // @start region="micrometer"
        var factory = ContextSnapshotFactory.builder()
                .contextRegistry(registry)
                .clearMissing(true)
                .build();
        ContextPropagator propagator = () -> {
            var ours = factory.captureAll();
            return () -> ours.setThreadLocals()::close;
        };
        ContextPropagator.add(propagator);
        // @end
        try {
            List<String> seen = askEverywhere(
                    (ours, body) -> {
                        name.set(ours);
                        try {
                            return body.call();
                        } finally {
                            name.remove();
                        }
                    },
                    () -> String.valueOf(name.get()));
            assertThat(seen).containsExactly("aaaa", "bbbb", "nullnullnull");
            assertThat(name.get()).isNull();
        } finally {
            ContextPropagator.remove(propagator);
        }
    }
}
