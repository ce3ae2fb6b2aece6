// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A hub goes to sleep while another thread sends it a message. */
@JCStressTest
@Outcome(id = "awake", expect = ACCEPTABLE, desc = "the hub saw the message and did not sleep")
@Outcome(id = "woken", expect = ACCEPTABLE, desc = "the sender saw the hub sleep and woke it")
@Outcome(id = "lost", expect = FORBIDDEN, desc = "the hub sleeps although a message lies there")
@State
public class SleepStress extends SleepState {
    private final Messages messages = new Messages(hub);

    /** The hub. */
    @Actor
    public void hub(L_Result result) {
        hub(() -> messages.sleepInLoop(Long.MAX_VALUE, Loop.Outside.NOTHING), result);
    }

    /** Another thread. */
    @Actor
    public void sender() {
        sender(() -> messages.send("message"));
    }
}
