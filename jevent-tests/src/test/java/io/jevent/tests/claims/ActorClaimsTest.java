// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.claims;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.actor.Actor;
import io.jevent.queue.Queue;
import io.jevent.testing.VirtualTime;
import io.jevent.tests.examples.Example;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Actors. */
class ActorClaimsTest {

    @Test
    @DisplayName("A1: an actor has an inbox and acts on its messages one by one")
    void anActorActsOnItsMessages() throws Exception {
        class Collector extends Actor<String> {
            private final List<String> got = new ArrayList<>();

            @Override
            protected void receive(String message) {
                got.add(message);
            }
        }
        VirtualTime.run(_ -> {
            var actor = new Collector();
            actor.start();
            actor.tell("a");
            actor.tell("b");
            assertThat(actor.got).isEmpty();
            assertThat(actor.backlog()).isEqualTo(2);
            actor.stop();
            actor.join();
            assertThat(actor.got).containsExactly("a", "b");
        });
        assertThat(Example.named("ping-pong").program().endedAfter(5).run().out())
                .isEqualTo("start\nping\npong\nping\npong\n");
    }

    @Test
    @DisplayName("A2: an actor can be made of a queue inside a subclassed greenlet")
    void anActorIsAQueueInAGreenlet() throws Exception {
        class Summer extends Greenlet<@Nullable Integer> {
            private final Queue<Integer> inbox = new Queue<>();

            @Override
            protected Integer run() {
                int sum = 0;
                for (int number : inbox) {
                    sum += number;
                }
                return sum;
            }
        }
        VirtualTime.run(_ -> {
            var actor = new Summer();
            actor.start();
            actor.inbox.put(1);
            actor.inbox.put(2);
            actor.inbox.shutdown();
            assertThat(actor.result()).isEqualTo(3);
        });
    }
}
