// SPDX-License-Identifier: Apache-2.0
package io.jevent.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.jevent.lock.Semaphore;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/** One thread tries for the only permit while the other takes and returns it, and then tries again. */
@JCStressTest
@Outcome(
        id = {"true, false, 0", "false, true, 0"},
        expect = ACCEPTABLE,
        desc = "one had it at a time")
@Outcome(expect = FORBIDDEN, desc = "a permit too many, or one too few")
@State
public class SemaphoreStress {
    private final Semaphore semaphore = new Semaphore(1);

    /** One thread. */
    @Actor
    public void one(ZZI_Result result) {
        result.r1 = semaphore.tryAcquire();
    }

    /** The other. */
    @Actor
    public void other(ZZI_Result result) {
        if (semaphore.tryAcquire()) {
            semaphore.release();
        }
        result.r2 = semaphore.tryAcquire();
    }

    /** Counts the permits that are left. */
    @Arbiter
    public void left(ZZI_Result result) {
        result.r3 = semaphore.available();
    }
}
