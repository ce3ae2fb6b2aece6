// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Two threads send two messages each, and the hub reads them all afterwards. */
@JCStressTest
@Outcome(
        id = {"abAB", "aAbB", "aABb", "ABab", "AaBb", "AabB"},
        expect = ACCEPTABLE,
        desc = "all, those of a sender in their order")
@Outcome(expect = FORBIDDEN, desc = "a message was lost, doubled or overtaken")
@State
public class InboxStress {
    private final Inbox inbox = new Inbox();

    /** One sender. */
    @Actor
    public void small() {
        inbox.add("a");
        inbox.add("b");
    }

    /** The other. */
    @Actor
    public void large() {
        inbox.add("A");
        inbox.add("B");
    }

    /** The hub. */
    @Arbiter
    public void hub(L_Result result) {
        var read = new StringBuilder();
        @Nullable Object message;
        while ((message = inbox.poll()) != null) {
            read.append(message);
        }
        result.r1 = read.toString();
    }
}
