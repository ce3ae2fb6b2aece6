// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two threads count under one mutex. */
@JCStressTest
@Outcome(
        id = {"1, 2", "2, 1"},
        expect = ACCEPTABLE,
        desc = "one after the other")
@Outcome(expect = FORBIDDEN, desc = "both were inside, or one did not see what the other wrote")
@State
public class MutexStress {
    private final Mutex mutex = new Mutex();
    private int count;

    /** One thread. */
    @Actor
    public void one(II_Result result) {
        result.r1 = next();
    }

    /** The other. */
    @Actor
    public void other(II_Result result) {
        result.r2 = next();
    }

    private int next() {
        mutex.lock();
        int mine = ++count;
        mutex.unlock();
        return mine;
    }
}
