// SPDX-License-Identifier: Apache-2.0
package io.jevent.queue;

import io.jevent.hub.WaitTarget;

/** A blocking call of a queue, as the wait target in reports: getters are woken by other calls than putters. */
record QueueCall(String call, BaseQueue<?> queue, String wokenBy) implements WaitTarget {

    @Override
    public String toString() {
        return queue.getClass().getSimpleName() + "." + call + " (" + queue.brief() + ")";
    }
}
