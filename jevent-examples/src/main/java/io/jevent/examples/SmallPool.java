// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.pool.Pool;
import java.util.List;

/** Three pieces of work in a pool with room for two. */
final class SmallPool {

    private SmallPool() {}

    // @start region="program"
    static void main() {
        var pool = new Pool(2);
        pool.map(
                number -> {
                    IO.println("Size of pool " + pool.size());
                    return number;
                },
                List.of(0, 1, 2));
    }
    // @end
}
