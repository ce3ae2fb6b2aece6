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

/** One thread wakes all that wait while the wait of the second is cut short. */
@JCStressTest
@Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "each was woken once")
@Outcome(expect = FORBIDDEN, desc = "a waiter was woken twice, or left the list without being woken")
@State
public class ClaimOrWakeAllStress extends ClaimState {

    /** One thread. */
    @Actor
    public void one() {
        wakeAll();
    }

    /** The other. */
    @Actor
    public void other() {
        expire(second);
    }

    /** How often each was woken, and how many still wait. */
    @Arbiter
    public void count(III_Result result) {
        result.r1 = first.wakes();
        result.r2 = second.wakes();
        result.r3 = left();
    }
}
