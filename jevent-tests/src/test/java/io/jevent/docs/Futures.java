// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.event.AsyncResult;
import java.util.concurrent.CompletableFuture;

/** Results and the futures of other libraries. */
final class Futures {

    private Futures() {}

    // @start region="program"
    static void main() {
        // Another library's future: wait for it as for anything else.
        CompletableFuture<String> theirs = CompletableFuture.supplyAsync(() -> "from another thread");
        IO.println(Jevent.await(theirs));

        // A greenlet as another library's future.
        CompletableFuture<Integer> ours = Jevent.spawn(() -> 20).toCompletableFuture();
        IO.println(Jevent.await(ours.thenApply(n -> n + 1)));

        // A result that another thread sets.
        var result = new AsyncResult<String>();
        Thread.ofPlatform().start(() -> result.set("set by a thread"));
        IO.println(result.result());
    }
    // @end
}
