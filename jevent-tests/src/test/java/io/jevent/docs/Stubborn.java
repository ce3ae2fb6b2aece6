// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.threadpool.ThreadPool;

/** Work that would hold the hub, done by a thread. */
final class Stubborn {

    private Stubborn() {}

    // @start region="program"
    static void main() {
        var other = Jevent.spawn(() -> IO.println("greenlets go on meanwhile"));
        long count = ThreadPool.ofHub().apply(() -> primesBelow(100_000)); // on a thread
        IO.println(count + " primes");
        other.join();
    }

    private static long primesBelow(int limit) {
        long count = 0;
        for (int n = 2; n < limit; n++) {
            boolean prime = true;
            for (int d = 2; d * d <= n && prime; d++) {
                prime = n % d != 0;
            }
            if (prime) {
                count++;
            }
        }
        return count;
    }
    // @end
}
