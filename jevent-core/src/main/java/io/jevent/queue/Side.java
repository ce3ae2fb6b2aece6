// SPDX-License-Identifier: Apache-2.0
package io.jevent.queue;

import io.jevent.hub.WaitTarget;

/** One side of a queue, for reports: the getters wait for something else than the putters. */
record Side(String call, BaseQueue<?> queue, String wokenBy) implements WaitTarget {

    @Override
    public String toString() {
        return call + " of " + queue;
    }
}
