// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs.guides;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Two answers, combined by futures. */
final class FuturesBefore {

    private FuturesBefore() {}

    // @start region="program"
    static void main() {
        String price = CompletableFuture.supplyAsync(() -> ask("north", 50))
                .thenCombine(CompletableFuture.supplyAsync(() -> ask("south", 80)), Math::min)
                .orTimeout(1, TimeUnit.SECONDS)
                .thenApply(best -> "the best price is " + best)
                .exceptionally(failure -> "no price: " + failure.getMessage())
                .join();
        IO.println(price);
    }

    private static int ask(String shop, int price) {
        return shop.isEmpty() ? 0 : price; // in reality a call that takes a while
    }
    // @end
}
