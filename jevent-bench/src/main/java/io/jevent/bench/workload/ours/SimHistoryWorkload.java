// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.bench.workload.Rounds;
import io.jevent.sim.linear.Call;
import io.jevent.sim.linear.History;
import io.jevent.sim.linear.Linear;
import io.jevent.sim.linear.Models;
import io.jevent.sim.linear.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Checks whether the history of ten clients of a key-value store with ten keys is linearizable. */
public final class SimHistoryWorkload {

    private static final int CLIENTS = 10;
    private static final int KEYS = 10;

    private SimHistoryWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Rounds.serve(args, SimHistoryWorkload::round);
    }

    /** Returns how many milliseconds the check of as many operations takes. */
    private static double round(int operations) {
        History<Call, Object> history = history(operations);
        long begin = System.nanoTime();
        Verdict verdict = Linear.verdict(history, Models.map());
        double millis = (System.nanoTime() - begin) / 1e6;
        if (!verdict.isLinearizable() || history.entries().size() != operations) {
            throw new IllegalStateException(verdict.text());
        }
        return millis;
    }

    /** Each operation takes effect where it begins, and ends later, in an order of its own. */
    private static History<Call, Object> history(int operations) {
        var random = new SplittableRandom(operations);
        var history = new History<Call, Object>();
        var store = new Integer[KEYS];
        List<History.Invocation<Call, Object>> open = new ArrayList<>();
        List<Object> results = new ArrayList<>();
        int begun = 0;
        while (begun < operations || !open.isEmpty()) {
            if (begun < operations && open.size() < CLIENTS) {
                int key = random.nextInt(KEYS);
                boolean writes = random.nextBoolean();
                open.add(history.invoke(
                        "client " + begun % CLIENTS, writes ? Call.of("put", key, begun) : Call.of("get", key)));
                results.add(store[key]);
                if (writes) {
                    store[key] = begun;
                }
                begun++;
            } else {
                int which = random.nextInt(open.size());
                history.ok(open.remove(which), results.remove(which));
            }
        }
        return history;
    }
}
