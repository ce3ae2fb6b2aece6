// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.Jevent;
import io.jevent.bench.workload.Rounds;

/** A greenlet of one hub fills a queue that a greenlet of another hub empties. */
public final class CrossHubWorkload {

    private CrossHubWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Rounds.serve(
                args,
                messages -> Jevent.run(() -> CrossThreadWorkload.round(messages, sender -> () -> Jevent.run(sender))));
    }
}
