// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.event.AsyncResult;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Hub;
import io.jevent.internal.rethrow.Fresh;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One throwable that several places throw, or one place twice. */
class SameThrowableTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static final class Detailed extends IOException {
        private static final long serialVersionUID = 1L;
        private final transient List<String> details;

        Detailed(String message, List<String> details, @Nullable Throwable cause) {
            super(message, cause);
            this.details = details;
        }
    }

    private static void keepQuiet() {
        Hub.current().errorHandler((context, failure) -> {});
    }

    private static Throwable failure(Greenlet<?> greenlet) {
        greenlet.join();
        return Objects.requireNonNull(greenlet.exception());
    }

    @Test
    void aResultThatIsAskedForAgainInTheCloseOfItsBlockIsNotSuppressedInItself() throws Exception {
        HubTesting.run(() -> {
            keepQuiet();
            var result = new AsyncResult<Integer>();
            result.setException(new IllegalStateException("failed"));
            Greenlet<Integer> dead = Jevent.spawn(() -> {
                throw new IllegalStateException("failed");
            });
            for (Outcome<Integer> outcome : List.of(result, dead)) {
                var reader = Jevent.spawn(() -> {
                    try (AutoCloseable _ = outcome::result) {
                        return outcome.result();
                    }
                });
                assertThat(failure(reader))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("failed");
            }
        });
    }

    @Test
    void readersOfAFailedResultDoNotAddToIt() throws Exception {
        HubTesting.run(() -> {
            keepQuiet();
            var result = new AsyncResult<Integer>();
            result.setException(new IllegalStateException("failed"));
            Jevent.spawn(() -> {
                        result.result();
                    })
                    .join();
            for (int i = 0; i < 100; i++) {
                var reader = Jevent.spawn(() -> {
                    try (AutoCloseable _ = () -> {
                        throw new IOException("close");
                    }) {
                        return result.result();
                    }
                });
                assertThat(failure(reader).getSuppressed()).hasSize(1);
            }
            assertThat(Objects.requireNonNull(result.exception()).getSuppressed())
                    .isEmpty();
        });
    }

    @Test
    void aKillThatComesAgainDuringTheCleanUpIsNotSuppressedInItself() throws Exception {
        HubTesting.run(() -> {
            keepQuiet();
            for (Throwable cause : List.of(new GreenletExit("enough"), new IOException("enough"))) {
                var victim = Jevent.spawn(() -> {
                    try (AutoCloseable _ = () -> Jevent.sleep(SECOND)) {
                        Jevent.sleep(SECOND.multipliedBy(10));
                    }
                    return 1;
                });
                Jevent.sleep();
                victim.interrupt(cause);
                Jevent.sleep();
                victim.interrupt(cause);
                victim.join();
                Throwable outcome = cause instanceof GreenletExit ? victim.exit() : victim.exception();
                assertThat(outcome).isSameAs(cause);
                assertThat(cause.getSuppressed()).hasSize(1);
            }
        });
    }

    @Test
    void victimsOfOneKillDoNotShareWhatTheySuppress() throws Exception {
        HubTesting.run(() -> {
            var victims = new ArrayList<Greenlet<?>>();
            for (int i = 0; i < 10; i++) {
                victims.add(Jevent.spawn(() -> {
                    try (AutoCloseable _ = () -> {
                        throw new IOException("close");
                    }) {
                        Jevent.sleep(SECOND);
                    }
                    return 1;
                }));
            }
            Jevent.sleep();
            Jevent.killAll(victims, new GreenletExit("all"), SECOND);
            for (Greenlet<?> victim : victims) {
                var exit = Objects.requireNonNull(victim.exit());
                assertThat(exit).hasMessage("all");
                assertThat(exit.getSuppressed()).hasSize(1);
            }
        });
    }

    @Test
    void aCopyIsLikeItsOriginal() {
        var original = new Detailed("message", List.of("a"), new IllegalStateException("cause"));
        original.addSuppressed(new IOException("suppressed"));
        Throwable copy = Fresh.copyOf(original);
        assertThat(copy)
                .isNotSameAs(original)
                .isExactlyInstanceOf(Detailed.class)
                .hasMessage("message")
                .hasCause(original.getCause());
        assertThat(((Detailed) copy).details).isSameAs(original.details);
        assertThat(copy.getStackTrace()).isEqualTo(original.getStackTrace());
        assertThat(copy.getSuppressed()).isEqualTo(original.getSuppressed());
        copy.addSuppressed(new IOException("of the copy"));
        assertThat(original.getSuppressed()).hasSize(1);
    }
}
