// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs.guides;

import io.jevent.Timeout;
import io.jevent.scope.Scope;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/** The same in blocking style. */
final class FuturesAfter {

    private FuturesAfter() {}

    // @start region="program"
    static void main() {
        IO.println(price());
    }

    private static String price() {
        try {
            List<Integer> prices = Scope.call(
                    Duration.ofSeconds(1), _ -> Scope.all(List.of(() -> ask("north", 50), () -> ask("south", 80))));
            return "the best price is " + Collections.min(prices);
        } catch (Exception | Timeout failure) {
            return "no price: " + failure.getMessage();
        }
    }

    private static int ask(String shop, int price) {
        return shop.isEmpty() ? 0 : price; // in reality a call that takes a while
    }
    // @end
}
