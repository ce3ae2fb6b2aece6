// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs.guides;

import io.jevent.Jevent;
import io.jevent.pool.Pool;
import java.time.Duration;
import java.util.List;

/** The same with a pool of greenlets. */
final class After {

    // @start region="program"
    private int done; // one greenlet at a time: needs no AtomicInteger

    void main() {
        new Pool(3).imap(this::load, List.of("ada", "bob", "eve")).forEachRemaining(IO::println);
        IO.println(done + " done");
    }

    private String load(String name) {
        Jevent.sleep(Duration.ofMillis(50));
        done++;
        return "page of " + name;
    }
    // @end
}
