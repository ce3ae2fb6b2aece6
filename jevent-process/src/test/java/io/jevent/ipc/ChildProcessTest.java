// SPDX-License-Identifier: Apache-2.0
package io.jevent.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Child processes: messages, and the effect on each side when the other one dies. */
class ChildProcessTest {

    /** The body of a test. */
    private interface Body {
        void run() throws Exception;
    }

    private static void run(Body body) throws Exception {
        try (Hub _ = Hub.open(new VirtualTimeLoop())) {
            Jevent.run(() -> {
                body.run();
                return null;
            });
        }
    }

    @Test
    void exchangesMessagesWithAChild() throws Exception { // the tutorial's example 27
        run(() -> {
            var printed = new ArrayList<String>();
            try (var child = ChildProcess.start(Relay.class)) {
                var getter = Jevent.spawn(() -> {
                    for (int i = 0; i < 10; i++) {
                        printed.add(child.pipe().get());
                    }
                    return null;
                });
                for (int i = 0; i < 10; i++) {
                    child.pipe().put("hi");
                }
                getter.join();
                assertThat(getter.exception()).isNull();
                assertThat(child.toString()).startsWith("child Relay in process ");
                assertThat(child.isReady()).isFalse();
            }
            assertThat(printed)
                    .containsExactly(
                            "hi in 0", "hi in 1", "hi in 2", "hi in 3", "hi in 4", "hi in 5", "hi in 6", "hi in 7",
                            "hi in 8", "hi in 9");
        });
    }

    @Test
    void givesItsArgumentsAndEndsWithZeroWhenThePipeIsClosed() throws Exception {
        run(() -> {
            var child = ChildProcess.start(Relay.class, "a b", "$c", "");
            child.pipe().put("x");
            assertThat(child.pipe().get()).isEqualTo("x in 0 [a b, $c, ]");
            child.close();
            assertThat(child.process().returnCode()).hasValue(0);
            assertThat(child.isReady()).isTrue();
            assertThat(child.toString()).endsWith(" (ended)");
            assertThat(Jevent.await(List.of(child))).containsExactly(child);
        });
    }

    @Test
    void sendsWhatIsLongWithoutKeepingTheOthersOff() throws Exception {
        run(() -> {
            try (var child = ChildProcess.start(Relay.class)) {
                String text = "0123456789".repeat(400_000);
                var ticker = Jevent.spawn(() -> {
                    for (int i = 0; i < 3; i++) {
                        Jevent.sleep();
                    }
                });
                child.pipe().put(text);
                assertThat(ticker.isReady()).as("others ran during the put").isTrue();
                assertThat(child.pipe().get()).isEqualTo(text + " in 0");
            }
        });
    }

    @Test
    void tellsThatTheChildHasFailedOrCrashed() throws Exception {
        run(() -> {
            var failing = ChildProcess.start(Relay.class);
            failing.pipe().put("fail");
            assertThatThrownBy(() -> failing.pipe().get())
                    .isInstanceOf(EOFException.class)
                    .hasMessage("Relay in process " + failing.process().pid() + " has ended");
            assertThat(failing.process().waitFor()).isEqualTo(1);
            failing.close();
            var crashing = ChildProcess.start(Relay.class);
            crashing.pipe().put("halt");
            assertThatThrownBy(() -> crashing.pipe().get()).isInstanceOf(EOFException.class);
            assertThat(crashing.process().waitFor()).isEqualTo(7);
            assertThatThrownBy(() -> crashing.pipe().put("x"))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(
                            "Relay in process " + crashing.process().pid() + " takes no more: ");
            var withMessagesLeft = ChildProcess.start(Relay.class);
            withMessagesLeft.pipe().put("halt");
            withMessagesLeft.pipe().put("never read");
            assertThatThrownBy(() -> withMessagesLeft.pipe().get()).isInstanceOf(EOFException.class);
        });
    }

    @Test
    void endsAChildWhoseParentDiesWhateverItDoes() throws Exception {
        run(() -> {
            var parent = ChildProcess.start(Grandparent.class);
            long grandchild = Long.parseLong(parent.pipe().get());
            var handle = ProcessHandle.of(grandchild).orElseThrow();
            parent.pipe().put("halt");
            assertThat(parent.process().waitFor()).isZero();
            handle.onExit().join();
            assertThat(handle.isAlive()).isFalse();
        });
    }

    @Test
    void isKilledIfItsStartIs() throws Exception {
        run(() -> {
            var start = Jevent.spawn(() -> ChildProcess.start(Relay.class));
            while (ProcessHandle.current().children().noneMatch(ProcessHandle::isAlive)) {
                Jevent.sleep();
            }
            var child = ProcessHandle.current().children().findFirst().orElseThrow();
            start.kill();
            child.onExit().join();
        });
    }

    @Test
    void isKilledIfClosingItIsCutShort() throws Exception {
        run(() -> {
            for (boolean atOnce : new boolean[] {true, false}) {
                var child = ChildProcess.start(Relay.class);
                child.pipe().put("spin"); // and never looks at the pipe again
                var enough = new IOException("enough");
                var closing = Jevent.spawn(() -> {
                    if (atOnce) {
                        Jevent.current().interrupt(enough); // in the first of the waits
                    }
                    child.close();
                    return null;
                });
                for (int i = 0; i < 100; i++) {
                    Jevent.sleep(); // it comes to its wait, whichever that is
                }
                closing.interrupt(enough);
                closing.join();
                assertThat(closing.exception()).isSameAs(enough);
                assertThat(child.process().waitFor()).as("the end of the child").isGreaterThan(128);
            }
        });
    }

    /** Cannot be made. */
    static final class Demanding implements ProcessMain<String> {

        Demanding(String what) {
            super();
            assertThat(what).isNotEmpty();
        }

        @Override
        public void run(MessagePipe<String> parent, List<String> args) {}

        @Override
        public Codec<String> codec() {
            return Codec.text();
        }
    }

    @Test
    void refusesWhatCannotBeStarted() throws Exception {
        run(() -> assertThatThrownBy(() -> ChildProcess.start(Demanding.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be a class with a constructor without parameters"));
    }

    @Test
    void leavesAChildThatIsNotClosedInTimeAlone() throws Exception {
        run(() -> {
            var child = ChildProcess.start(Relay.class);
            assertThat(child.pipe().get(Duration.ZERO)).isEmpty();
            assertThat(child.process().waitFor(Duration.ZERO)).isEmpty();
            child.process().kill();
            child.process().waitFor();
        });
    }
}
