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

/**
 * A thread sends two messages, whose contents it has just written, while the hub reads; the rest is read afterwards.
 */
@JCStressTest
@Outcome(
        id = {"12--", "1-2-", "-12-", "--12"},
        expect = ACCEPTABLE,
        desc = "both, in their order")
@Outcome(expect = FORBIDDEN, desc = "a message was lost, doubled, overtaken, or seen before its contents")
@State
public class InboxReaderStress {
    private final Inbox inbox = new Inbox();
    private String read = "";

    private static final class Message {
        private int content;
    }

    private static Message message(int content) {
        var message = new Message();
        message.content = content;
        return message;
    }

    /** Another thread. */
    @Actor
    public void sender() {
        inbox.add(message(1));
        inbox.add(message(2));
    }

    /** The hub. */
    @Actor
    public void hub() {
        read = next() + next();
    }

    /** The hub, when the sender is done. */
    @Arbiter
    public void rest(L_Result result) {
        result.r1 = read + next() + next();
    }

    private String next() {
        @Nullable Message message = (Message) inbox.poll();
        return message == null ? "-" : Integer.toString(message.content);
    }
}
