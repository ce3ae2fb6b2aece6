// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs.guides;

import io.jevent.Jevent;
import io.jevent.pool.Pool;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/** Between greenlets and the futures and executors of the JDK. */
final class Bridge {

    private Bridge() {}

    // @start region="program"
    static void main() throws Exception {
        // a future of another library, waited for in a greenlet
        CompletableFuture<String> foreign = CompletableFuture.supplyAsync(() -> "from a thread");
        IO.println(Jevent.await(foreign));

        // a greenlet, given to a library that wants a future
        CompletableFuture<Integer> future = Jevent.spawn(() -> 6 * 7).toCompletableFuture();
        IO.println(Jevent.await(future.thenApply(answer -> "the answer is " + answer)));

        // a pool, given to a library that wants an executor
        ExecutorService executor = new Pool(10).asExecutorService();
        IO.println(executor.submit(() -> "from a greenlet").get());
    }
    // @end
}
