// SPDX-License-Identifier: Apache-2.0
package io.jevent.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.jevent.event.AsyncResult;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZL_Result;

/** Two threads set a result that can be set once. */
@JCStressTest
@Outcome(
        id = {"true, false, one", "false, true, other"},
        expect = ACCEPTABLE,
        desc = "one has set it")
@Outcome(expect = FORBIDDEN, desc = "both or none, or the value is not the winner's")
@State
public class AsyncResultStress {
    private final AsyncResult<String> value = new AsyncResult<>();

    /** One thread. */
    @Actor
    public void one(ZZL_Result result) {
        result.r1 = value.trySet("one");
    }

    /** The other. */
    @Actor
    public void other(ZZL_Result result) {
        result.r2 = value.trySet("other");
    }

    /** A later reader. */
    @Arbiter
    public void later(ZZL_Result result) {
        result.r3 = value.value();
    }
}
