// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two threads wake one waiter each. */
@JCStressTest
@Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "each woke another")
@Outcome(expect = FORBIDDEN, desc = "a waiter was woken twice, or left the list without being woken")
@State
public class TwoWakesStress extends ClaimState {

    /** One thread. */
    @Actor
    public void one() {
        wakeOne();
    }

    /** The other. */
    @Actor
    public void other() {
        wakeOne();
    }

    /** How often each was woken, and how many still wait. */
    @Arbiter
    public void count(III_Result result) {
        result.r1 = first.wakes();
        result.r2 = second.wakes();
        result.r3 = left();
    }
}
