// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;

/** Being told of a greenlet's end. */
final class Links {

    private Links() {}

    // @start region="program"
    static void main() {
        var answer = Jevent.spawn(() -> 6 * 7);
        answer.linkValue(ended -> IO.println("it ended with " + ended.value()));
        answer.linkException(ended -> IO.println("it failed with " + ended.exception()));
        Jevent.idle();
    }
    // @end
}
