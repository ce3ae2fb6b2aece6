// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs.cookbook;

import io.jevent.Jevent;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;

/** Calls again after a failure, with growing pauses. */
final class Retry {

    // @start region="program"
    private int calls;

    void main() throws Exception {
        String page = Jevent.withTimeout(Duration.ofSeconds(30), () -> retry(5, Duration.ofMillis(100), this::fetch));
        IO.println(page);
    }

    /** Calls up to {@code tries} times; pauses between, twice as long each time. */
    private static <T> T retry(int tries, Duration firstPause, Callable<T> call) throws Exception {
        long millis = firstPause.toMillis();
        for (int attempt = 1; attempt < tries; attempt++) {
            try {
                return call.call();
            } catch (IOException e) { // only failures that may pass
                IO.println("attempt " + attempt + ": " + e.getMessage());
            }
            // a random part, so that many clients do not come back at the same moment
            Jevent.sleep(Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1)));
            millis *= 2;
        }
        return call.call();
    }

    private String fetch() throws IOException {
        calls++;
        if (calls < 3) {
            throw new IOException("connection refused");
        }
        return "the page";
    }
    // @end
}
