// SPDX-License-Identifier: Apache-2.0
package io.jevent.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.jevent.event.Event;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** A thread that reads a set event, without a wait, sees the writes before the {@code set()}. */
@JCStressTest
@Outcome(
        id = {"true, 1", "false, 0", "false, 1"},
        expect = ACCEPTABLE,
        desc = "what was written is seen, or the event is not")
@Outcome(id = "true, 0", expect = FORBIDDEN, desc = "the event was seen before what it announces")
@State
public class EventStress {
    private final Event event = new Event();
    private int written;

    /** Announces. */
    @Actor
    public void setter() {
        written = 1;
        event.set();
    }

    /** Looks. */
    @Actor
    public void reader(ZI_Result result) {
        result.r1 = event.isSet();
        result.r2 = written;
    }
}
