// SPDX-License-Identifier: Apache-2.0
package io.jevent.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import io.jevent.internal.carrier.OsSignals;
import io.jevent.queue.SimpleQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several handlers of one signal, and the ends that they come to. The JVM raises the signals itself. */
class SignalHandlersTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** The signals that reached the handler in place of the JVM's own. */
    private final LinkedBlockingQueue<Integer> unhandled = new LinkedBlockingQueue<>();

    private Object before;

    @BeforeEach
    void setTheHandlerThatWasThereBefore() {
        before = OsSignals.install("USR1", unhandled::add);
    }

    @AfterEach
    void putBackTheJvms() {
        OsSignals.restore("USR1", before);
    }

    private static void raise() {
        try {
            Class<?> type = Class.forName("sun.misc.Signal");
            type.getMethod("raise", type)
                    .invoke(null, type.getConstructor(String.class).newInstance("USR1"));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no signal was raised", e);
        }
    }

    private boolean reachesTheOneBefore() throws InterruptedException {
        raise();
        return unhandled.poll(10, TimeUnit.MINUTES) != null;
    }

    private static SignalHandle handler(SimpleQueue<String> seen, String name) {
        SignalHandle handle = Signals.handle("USR1", () -> seen.put(name));
        handle.setKeepAlive(true);
        return handle;
    }

    @Test
    void allHandlersOfASignalRunInTheOrderInWhichTheyWereSet() throws Exception {
        HubTesting.run(() -> {
            var seen = new SimpleQueue<String>();
            try (var first = handler(seen, "first");
                    var second = handler(seen, "second");
                    var third = handler(seen, "third")) {
                raise();
                assertThat(List.of(seen.get(), seen.get(), seen.get())).containsExactly("first", "second", "third");
                second.cancel();
                raise();
                assertThat(List.of(seen.get(), seen.get())).containsExactly("first", "third");
                first.cancel();
                raise();
                assertThat(seen.get()).isEqualTo("third");
                assertThat(third).hasToString("handler of SIGUSR1");
            }
            assertThat(seen.isEmpty()).isTrue();
        });
        assertThat(unhandled).isEmpty();
        assertThat(reachesTheOneBefore()).isTrue();
    }

    @Test
    void aHandlerThatIsCancelledTwiceIsCancelledOnce() throws Exception {
        HubTesting.run(() -> {
            var seen = new SimpleQueue<String>();
            try (var other = handler(seen, "other");
                    var handle = handler(seen, "cancelled")) {
                handle.cancel();
                handle.cancel();
                handle.setKeepAlive(true); // has no hold on the hub any more
                raise();
                assertThat(seen.get()).isEqualTo("other");
                other.cancel();
                other.cancel();
            }
            assertThat(reachesTheOneBefore()).isTrue();
            Jevent.sleep(SECOND);
            assertThat(seen.isEmpty()).isTrue();
        });
    }

    @Test
    void aHandlerThatFailsIsThereForTheNextSignalAndDoesNotHinderOthers() throws Exception {
        HubTesting.run(() -> {
            var failures = new SimpleQueue<Throwable>();
            Hub.current().setErrorHandler((context, failure) -> failures.put(failure));
            var seen = new SimpleQueue<String>();
            var failure = new IllegalStateException("in the handler");
            try (var failing = Signals.handle("USR1", () -> {
                        throw failure;
                    });
                    var _ = handler(seen, "other")) {
                failing.setKeepAlive(true);
                for (int i = 0; i < 3; i++) {
                    raise();
                    assertThat(failures.get()).isSameAs(failure);
                    assertThat(seen.get()).isEqualTo("other");
                }
            }
        });
    }

    @Test
    void theHandlersOfAHubEndWithIt() throws Exception {
        SignalHandle handle;
        try (Hub _ = Hub.open(new VirtualTimeLoop())) {
            var seen = new SimpleQueue<String>();
            handle = handler(seen, "handled");
            raise();
            assertThat(seen.get()).isEqualTo("handled");
        }
        assertThat(reachesTheOneBefore()).isTrue();
        handle.cancel();
        assertThat(reachesTheOneBefore()).isTrue();
    }

    @Test
    void aSignalReachesTheHandlersOnEveryHub() throws Exception {
        HubTesting.run(() -> {
            var here = new SimpleQueue<String>();
            var there = new SimpleQueue<String>();
            try (var _ = handler(here, "here")) {
                HubTesting.onThreads(List.of(() -> Jevent.run(() -> {
                    try (var _ = handler(there, "there")) {
                        raise();
                        assertThat(there.get()).isEqualTo("there");
                    }
                    return null;
                })));
                assertThat(here.get()).isEqualTo("here");
            }
        });
    }

    @Test
    void aShutdownSetsAsideTheHandlersBeforeItAndIsSetAsideByThoseAfterIt() throws Exception {
        var seen = new SimpleQueue<String>();
        assertThatThrownBy(() -> HubTesting.run(() -> {
                    try (var _ = handler(seen, "before");
                            var _ = Signals.shutdownOn("USR1").getFirst()) {
                        try (var _ = handler(seen, "after");
                                var _ = handler(seen, "and after that")) {
                            raise();
                            assertThat(List.of(seen.get(), seen.get())).containsExactly("after", "and after that");
                        }
                        raise();
                        seen.get();
                    }
                }))
                .isInstanceOf(CancellationException.class)
                .hasCauseInstanceOf(ShutdownSignal.class);
        assertThat(seen.isEmpty()).isTrue();
    }

    @Test
    void aShutdownOnASignalThatThereIsNotSetsNoHandler() throws Exception {
        HubTesting.run(() -> {
            assertThatThrownBy(() -> Signals.shutdownOn("USR1", "NOPE"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("SIGNOPE cannot be handled: ");
            assertThat(reachesTheOneBefore()).isTrue();
        });
    }

    @Test
    void theSignalOfTheJvmsOwnIsRefusedWithTheWayOut() throws Exception {
        HubTesting.run(() -> assertThatThrownBy(() -> Signals.handle("SIGUSR2", () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "SIGUSR2 cannot be handled: the JVM sends it to its own threads whenever the flight recorder"
                                + " samples them; use USR1, or give the JVM another: ./jevent run does, or"
                                + " env _JAVA_SR_SIGNUM=61 java ..."));
    }

    @Test
    void handlersThatComeAndGoWhileSignalsComeLoseNone() throws Exception {
        var random = new Random(7);
        HubTesting.run(() -> {
            var seen = new SimpleQueue<String>();
            var handles = new ArrayList<SignalHandle>();
            for (int i = 0; i < 500; i++) {
                handles.add(handler(seen, "handler " + i));
                if (handles.size() > random.nextInt(6)) {
                    Collections.shuffle(handles, random);
                    handles.removeLast().cancel();
                }
                raise();
                if (handles.isEmpty()) {
                    assertThat(unhandled.poll(10, TimeUnit.MINUTES)).isNotNull();
                }
                for (int k = 0; k < handles.size(); k++) {
                    assertThat(seen.get()).startsWith("handler ");
                }
            }
            handles.forEach(SignalHandle::cancel);
            assertThat(seen.isEmpty()).isTrue();
            assertThat(unhandled).isEmpty();
            assertThat(reachesTheOneBefore()).isTrue();
        });
    }
}
