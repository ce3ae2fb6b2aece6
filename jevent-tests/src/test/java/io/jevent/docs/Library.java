// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.pool.Pool;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** A pool as what other libraries expect. */
final class Library {

    private Library() {}

    // @start region="program"
    static void main() throws Exception {
        ExecutorService executor = new Pool(10).asExecutorService();
        List<Callable<String>> work = List.of(() -> "one", () -> Jevent.current() + " ran this");
        for (Future<String> future : executor.invokeAll(work)) {
            IO.println(future.get());
        }
    }
    // @end
}
