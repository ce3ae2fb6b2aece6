// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.event.AsyncResult;
import io.jevent.event.Event;
import io.jevent.testing.VirtualTime;
import io.jevent.tests.examples.Example;
import io.jevent.tests.programs.Program.Ran;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Timeouts. */
class TimeoutClaimsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    @DisplayName("O1: a timeout limits the time of a block or of a wait for a greenlet")
    void aTimeoutEndsABlockAndAWait() throws Exception {
        VirtualTime.run(time -> {
            assertThatThrownBy(() -> new Timeout(SECOND).run(() -> Jevent.sleep(Duration.ofDays(1))))
                    .isInstanceOf(Timeout.class)
                    .hasMessage("1 second");
            assertThat(time.now()).isEqualTo(SECOND);

            Greenlet<?> stuck = Jevent.spawn(() -> Jevent.sleep(Duration.ofDays(1)));
            try (var limit = Timeout.startNew(SECOND)) {
                assertThatThrownBy(stuck::join).isSameAs(limit);
            }
            assertThat(stuck.isReady()).as("only the wait has ended").isFalse();
            stuck.kill();
        });
        assertThat(Example.named("timeout").program().run().out()).isEqualTo("Could not complete\n");
    }

    @Test
    @DisplayName("O2: as the resource of a block it raises the exception it was given")
    void aBlockEndsWithAnExceptionOfItsOwn() {
        Ran ran = Example.named("too-long").program().run();
        assertThat(ran.took()).isEqualTo(Duration.ofSeconds(5));
        assertThat(ran.failure()).hasToString("io.jevent.examples.TooLong$Overdue");
    }

    @Test
    @DisplayName("O3: whatever waits takes a timeout")
    void callsTakeATimeout() throws Exception {
        VirtualTime.run(time -> {
            Greenlet<String> stuck = Jevent.spawn(() -> {
                Jevent.sleep(Duration.ofDays(1));
                return "late";
            });
            assertThat(stuck.join(SECOND)).isFalse();
            assertThatThrownBy(() -> stuck.result(SECOND)).isInstanceOf(Timeout.class);
            assertThat(Jevent.joinAll(List.of(stuck), SECOND)).isEmpty();
            assertThat(Jevent.await(List.of(stuck), 1, SECOND)).isEmpty();
            assertThatThrownBy(() -> Jevent.withTimeout(SECOND, stuck::result)).isInstanceOf(Timeout.class);
            assertThat(Jevent.withTimeout(SECOND, "instead", stuck::result)).isEqualTo("instead");
            assertThat(new Event().await(SECOND)).isFalse();
            assertThat(new AsyncResult<String>().join(SECOND)).isFalse();
            assertThatThrownBy(() -> new AsyncResult<String>().result(SECOND)).isInstanceOf(Timeout.class);
            assertThat(Timeout.silent(SECOND).run(stuck::join)).isFalse();
            assertThat(time.now()).isEqualTo(Duration.ofSeconds(10));
            stuck.kill();
        });
        assertThat(Example.named("timeouts").program().run().took()).isEqualTo(Duration.ofSeconds(3));
    }
}
