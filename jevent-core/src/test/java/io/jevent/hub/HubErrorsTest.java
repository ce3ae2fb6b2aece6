// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Copies;
import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Failures that no code catches: how a hub reports them, and which it throws into the main greenlet. */
class HubErrorsTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void capture() {
        Hub.current().setErrorStream(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    }

    @Test
    void printsTheStackAndALineWithTheTimeTheContextAndTheType() throws Exception {
        HubTesting.run(() -> {
            capture();
            var greenlet = Jevent.spawn(() -> {
                throw new IOException("disk");
            });
            greenlet.setName("writer");
            greenlet.join();
            assertThat(printed())
                    .startsWith("java.io.IOException: disk\n\tat ")
                    .containsPattern(
                            "\n\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ writer failed with IOException\n\n$");
        });
    }

    @Test
    void printsNothingForAKillOrWithoutAStream() throws Exception {
        HubTesting.run(() -> {
            capture();
            Jevent.spawnRaw(() -> {
                throw new GreenletExit("enough");
            });
            Jevent.sleep();
            Hub.current().setErrorStream(null);
            Jevent.spawnRaw(() -> {
                throw new IllegalStateException("unseen");
            });
            Jevent.sleep();
            assertThat(printed()).isEmpty();
        });
    }

    @Test
    void isHandledByWhoeverAsksForIt() throws Exception {
        HubTesting.run(() -> {
            capture();
            List<Object> seen = new ArrayList<>();
            Hub.current().setErrorHandler((context, failure) -> seen.add(context + ": " + failure.getMessage()));
            var greenlet = Jevent.spawn(() -> {
                throw new IOException("disk");
            });
            var killed = Jevent.spawn(() -> {
                throw new GreenletExit("enough");
            });
            Jevent.joinAll(greenlet, killed);
            assertThat(seen)
                    .singleElement()
                    .asString()
                    .matches("Greenlet-0 isHandled\\w+\\(HubErrorsTest\\.java:\\d+\\): disk");
            assertThat(printed()).isEmpty();

            Hub.current().setErrorHandler(null);
            Jevent.spawn(() -> {
                        throw new IOException("disk again");
                    })
                    .join();
            assertThat(printed()).contains("disk again");
        });
    }

    @Test
    void survivesAHandlerThatFails() throws Exception {
        HubTesting.run(() -> {
            capture();
            Hub.current().setErrorHandler((_, _) -> {
                throw new IllegalStateException("handler");
            });
            var greenlet = Jevent.spawn(() -> {
                throw new IOException("disk");
            });
            greenlet.join();
            assertThat(printed())
                    .contains("java.lang.IllegalStateException: handler")
                    .contains("java.io.IOException: disk");
            assertThat(greenlet.exception()).hasNoSuppressedExceptions();
        });
    }

    @Test
    void printsTheMessageOfAFailureWhoseCausesAreTooMany() throws Exception {
        HubTesting.run(() -> {
            capture();
            Exception cause = new IOException("root of all");
            for (int i = 0; i < 50_000; i++) {
                cause = new IllegalStateException("link", cause);
            }
            var failure = new IOException("the disk is full", cause);
            var greenlet = Jevent.spawn(() -> {
                throw failure;
            });
            greenlet.join();
            assertThat(printed())
                    .startsWith("java.io.IOException: the disk is full\n\tat ")
                    .contains("Caused by: java.lang.IllegalStateException: link\n")
                    .contains("Root cause: java.io.IOException: root of all\n")
                    .endsWith("failed with IOException\n\n")
                    .hasSizeLessThan(100_000);
        });
    }

    @Test
    void printsTheBeginningOfAMessageThatIsTooLong() throws Exception {
        HubTesting.run(() -> {
            capture();
            Hub.current().handleError("job", new IOException("begin " + "x".repeat(10_000_000)));
            assertThat(printed())
                    .startsWith("java.io.IOException: begin xxx")
                    .contains("cut")
                    .hasSizeLessThan(100_000);
        });
    }

    @Test
    void printsAFailureThatCannotSayItsMessage() throws Exception {
        HubTesting.run(() -> {
            capture();
            Hub.current().handleError("job", new IOException("unused") {
                @Override
                public String getMessage() {
                    throw new IllegalStateException("no message");
                }
            });
            assertThat(printed()).contains("its message could not be read").contains("job failed with");
        });
    }

    @Test
    void survivesAContextThatCannotSayItsName() throws Exception {
        HubTesting.run(() -> {
            capture();
            var nameless = new Object() {
                @Override
                public String toString() {
                    throw new IllegalStateException("no name");
                }
            };
            Hub.current().handleError(nameless, new IOException("disk"));
            assertThat(printed()).contains("failed with IOException");
        });
    }

    @Test
    void tellsTheRootGreenletOfWhatHasNoContext() throws Exception {
        HubTesting.run(() -> {
            capture();
            var failure = new IOException("of nobody");
            Hub hub = Hub.current();
            hub.runCallback(() -> hub.handleError(null, failure));
            assertThatThrownBy(() -> new Event().await()).isSameAs(failure);
            assertThat(printed()).contains("of nobody");
        });
    }

    @Test
    void tellsTheRootGreenletOfAFailureOfTheMachine() throws Exception {
        HubTesting.run(() -> {
            capture();
            var failure = new InternalError("machine");
            var broken = Jevent.spawn(() -> {
                throw failure;
            });
            assertThatThrownBy(() -> new Event().await()).is(Copies.of(failure));
            assertThat(broken.exception()).isSameAs(failure);
            var shallow = Jevent.spawn(() -> {
                throw new StackOverflowError("not the machine's fault");
            });
            shallow.join();
            Jevent.sleep();
        });
    }
}
