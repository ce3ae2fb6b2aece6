// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import java.util.concurrent.atomic.AtomicBoolean;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** {@link SleepStress} with a mistake: this hub looks into its inbox first, and then says that it sleeps. */
@JCStressTest
@Outcome(
        id = {"awake", "woken"},
        expect = ACCEPTABLE,
        desc = "went well by chance")
@Outcome(id = "lost", expect = ACCEPTABLE_INTERESTING, desc = "the mistake was found")
@State
public class CarelessSleepTwin extends SleepState {
    private final Inbox inbox = new Inbox();
    private final AtomicBoolean sleeping = new AtomicBoolean();

    /** The hub. */
    @Actor
    public void hub(L_Result result) {
        hub(
                () -> {
                    if (inbox.isEmpty()) {
                        sleeping.set(true);
                        hub.loop().block(Long.MAX_VALUE, Loop.Outside.NOTHING);
                    }
                },
                result);
    }

    /** Another thread. */
    @Actor
    public void sender() {
        sender(() -> {
            inbox.add("message");
            if (sleeping.compareAndSet(true, false)) {
                hub.loop().wakeup();
            }
        });
    }
}
