// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Timeout;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;

/** A timeout ends the waits of the JDK, too. */
final class Foreign {

    private Foreign() {}

    // @start region="program"
    static void main() throws Exception {
        var queue = new LinkedBlockingQueue<String>(); // of the JDK
        try {
            new Timeout(Duration.ofSeconds(1)).call(queue::take);
        } catch (Timeout expired) {
            IO.println(expired.getMessage() + " and no item");
        }
    }
    // @end
}
