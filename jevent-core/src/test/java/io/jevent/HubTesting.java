// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Where the core's tests run: a hub under virtual time, or several platform threads. */
public final class HubTesting {

    private HubTesting() {}

    /** The body of a test, which may throw anything. */
    @FunctionalInterface
    public interface Body {
        void run() throws Exception;
    }

    /** Runs {@code body} as the root greenlet of a new hub whose clock is virtual, and closes the hub. */
    public static void run(Body body) throws Exception {
        try (Hub _ = Hub.open(new VirtualTimeLoop())) {
            Jevent.run(() -> {
                body.run();
                return null;
            });
        }
    }

    /** Runs each body on a platform thread of its own, waits for all, and throws the first failure there was. */
    public static void onThreads(List<Body> bodies) throws Exception {
        var failure = new AtomicReference<@Nullable Throwable>();
        var threads = new ArrayList<Thread>();
        for (Body body : bodies) {
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    body.run();
                } catch (Throwable t) {
                    failure.compareAndSet(null, t);
                } finally {
                    Hub hub = Hub.ifCurrent();
                    if (hub != null) {
                        hub.close();
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        Throwable first = failure.get();
        if (first != null) {
            throw new AssertionError("a thread failed: " + first, first);
        }
    }
}
