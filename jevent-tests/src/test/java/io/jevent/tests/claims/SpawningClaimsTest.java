// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.claims;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.testing.VirtualTime;
import io.jevent.tests.examples.Example;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Spawning greenlets. */
class SpawningClaimsTest {

    @Test
    @DisplayName("P1: by hand, with spawn, and from a lambda, each with its own arguments")
    void threeWaysToMakeAGreenlet() throws Exception {
        VirtualTime.run(_ -> {
            var said = new ArrayList<String>();
            var byHand = new Greenlet<>(() -> say(said, "Hello", 1));
            byHand.start();
            var spawned = Jevent.spawn(() -> say(said, "I live!", 2));
            int number = 2;
            var lambda = Jevent.spawn(() -> number + 1);
            Jevent.joinAll(byHand, spawned, lambda);
            assertThat(said).containsExactly("Hello", "I live!");
            assertThat(lambda.value()).isEqualTo(3);
        });
        assertThat(Example.named("spawn").program().run().took()).isEqualTo(Duration.ofSeconds(2));
    }

    private static String say(List<String> said, String words, int afterSeconds) {
        Jevent.sleep(Duration.ofSeconds(afterSeconds));
        said.add(words);
        return words;
    }

    @Test
    @DisplayName("P2: a subclass overrides run; start and join work on it")
    void aSubclassIsAGreenlet() throws Exception {
        class Greeter extends Greenlet<String> {
            private final String name;

            Greeter(String name) {
                this.name = name;
            }

            @Override
            protected String run() {
                Jevent.sleep(Duration.ofSeconds(3));
                return "Hi " + name;
            }
        }
        VirtualTime.run(time -> {
            var greeter = new Greeter("there");
            Jevent.sleep();
            assertThat(greeter.isStarted()).as("it does not run before start").isFalse();
            greeter.start();
            greeter.join();
            assertThat(greeter.value()).isEqualTo("Hi there");
            assertThat(time.now()).isEqualTo(Duration.ofSeconds(3));
        });
    }
}
