// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.event.Event;

/** A wait that nothing can end. */
final class Forever {

    private Forever() {}

    // @start region="program"
    static void main() {
        var dinner = new Event();
        dinner.await();
        IO.println("let's eat");
    }
    // @end
}
