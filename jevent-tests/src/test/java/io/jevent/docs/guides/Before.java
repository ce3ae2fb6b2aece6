// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs.guides;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** A fixed thread pool. */
final class Before {

    private Before() {}

    // @start region="program"
    private static final AtomicInteger DONE = new AtomicInteger();

    static void main() throws InterruptedException, ExecutionException {
        try (var executor = Executors.newFixedThreadPool(3)) {
            List<Future<String>> pages = new ArrayList<>();
            for (String name : List.of("ada", "bob", "eve")) {
                pages.add(executor.submit(() -> load(name)));
            }
            for (Future<String> page : pages) {
                IO.println(page.get());
            }
        }
        IO.println(DONE + " done");
    }

    private static String load(String name) throws InterruptedException {
        Thread.sleep(Duration.ofMillis(50));
        DONE.incrementAndGet();
        return "page of " + name;
    }
    // @end
}
