// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs.cookbook;

import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.pool.Pool;
import io.jevent.queue.Queue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Jobs from a queue, three at a time, each with a limit. */
final class Worker {

    // @start region="program"
    private final Queue<String> jobs = new Queue<>(100); // a full queue slows its producers down
    private final List<String> failed = new ArrayList<>();

    void main() {
        var worker = Jevent.spawn(this::work);
        for (String job : List.of("resize cat", "resize dog", "resize nothing", "resize universe", "resize fish")) {
            jobs.put(job);
        }
        jobs.shutdown(); // no more jobs; those in the queue are still done
        worker.join();
        IO.println("failed: " + failed);
    }

    /** Takes jobs until the queue is shut down and empty; three at a time. */
    private void work() {
        var pool = new Pool(3);
        for (String job : jobs) {
            var _ = pool.spawn(() -> attempt(job)); // waits for a free slot
        }
        pool.join();
    }

    private void attempt(String job) {
        try (var _ = Timeout.startNew(Duration.ofMinutes(1))) {
            resize(job.substring("resize ".length()));
            IO.println("done: " + job);
        } catch (Timeout _) {
            failed.add(job + " (took too long)");
        } catch (RuntimeException e) {
            failed.add(job + " (" + e.getMessage() + ")");
        }
    }

    private static void resize(String picture) {
        if (picture.equals("nothing")) {
            throw new IllegalArgumentException("no such picture");
        }
        Jevent.sleep(picture.equals("universe") ? Duration.ofDays(1) : Duration.ofSeconds(2));
    }
    // @end
}
