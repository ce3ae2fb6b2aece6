// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.queue.PriorityQueue;
import java.util.Comparator;

/** The most urgent first. */
final class Urgent {

    private Urgent() {}

    // @start region="program"
    record Job(int urgency, String what) {}

    static void main() {
        var jobs = new PriorityQueue<>(Comparator.comparingInt(Job::urgency).reversed());
        jobs.put(new Job(1, "water the plants"));
        jobs.put(new Job(9, "put out the fire"));
        jobs.put(new Job(5, "answer the phone"));
        while (!jobs.isEmpty()) {
            IO.println(jobs.get().what());
        }
    }
    // @end
}
