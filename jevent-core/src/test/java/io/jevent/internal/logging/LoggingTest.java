// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.exceptions.PeerFailureException;
import io.jevent.hub.Hub;
import io.jevent.hub.HubErrorHandler;
import io.jevent.monitor.BlockingMonitor;
import io.jevent.monitor.BlockingReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reports of hubs to loggers, and loggers that misbehave. */
class LoggingTest {

    private static final long LONG = Duration.ofMinutes(10).toNanos();

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final List<String> lines = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final PrintStream standardError = System.err;
    private Runnable meanwhile = () -> {};

    /** Records lines, after it has done what a test wants it to do. */
    private final class Recording implements System.Logger {

        private final String name;

        Recording(String name) {
            this.name = name;
        }

        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String text, @Nullable Throwable failure) {
            meanwhile.run();
            lines.add(level + " " + name + ": " + text);
            if (failure != null) {
                failures.add(failure);
            }
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... parameters) {
            log(level, bundle, format, (Throwable) null);
        }
    }

    @BeforeEach
    void capture() {
        System.setErr(new PrintStream(printed, true, UTF_8)); // hubs of this test print there
        Logging.use(Recording::new, LONG);
    }

    @AfterEach
    void restore() {
        Logging.use(null, 0);
        System.setErr(standardError);
    }

    private String printed() {
        return printed.toString(UTF_8);
    }

    private static void fail(String name) {
        var greenlet = Jevent.spawn(() -> {
            throw new IOException("disk");
        });
        greenlet.setName(name);
        greenlet.join();
    }

    @Test
    void aFailureGoesToTheLoggerWithItsException() throws Exception {
        HubTesting.run(() -> fail("writer"));
        assertThat(lines).containsExactly("ERROR io.jevent.failure: writer failed with IOException");
        assertThat(failures).singleElement().satisfies(f -> assertThat(f).hasMessage("disk"));
        assertThat(printed()).isEmpty();
    }

    @Test
    void aStreamOfTheProgramOrAHandlerComesBeforeTheLogger() throws Exception {
        var own = new ByteArrayOutputStream();
        var handled = new ArrayList<Throwable>();
        HubTesting.run(() -> {
            Hub.current().setErrorStream(new PrintStream(own, true, UTF_8));
            fail("first");
            Hub.current().setErrorStream(null);
            fail("second");
            Hub.current().setErrorHandler((_, failure) -> handled.add(failure));
            fail("third");
        });
        assertThat(own.toString(UTF_8))
                .contains("first failed with IOException")
                .doesNotContain("second");
        assertThat(handled).hasSize(1);
        assertThat(lines).isEmpty();
        assertThat(printed()).isEmpty();
    }

    @Test
    void serversHaveALoggerOfTheirOwn() throws Exception {
        HubTesting.run(() -> {
            HubErrorHandler.report(Hub.current(), "server", new IllegalStateException("handler"));
            HubErrorHandler.report(
                    Hub.current(), "server", new PeerFailureException("connection reset", new IOException()));
        });
        assertThat(lines)
                .containsExactly(
                        "ERROR io.jevent.server: server failed with IllegalStateException",
                        "INFO io.jevent.server: server: connection reset");
    }

    @Test
    void aLoggerThatThrowsLosesNothing() throws Exception {
        meanwhile = () -> {
            throw new IllegalStateException("broken logger");
        };
        HubTesting.run(() -> fail("writer"));
        assertThat(lines).isEmpty();
        assertThat(printed()).startsWith("java.io.IOException: disk\n").contains("writer failed with IOException\n\n");
    }

    @Test
    void aLoggerThatReportsItselfIsNotCalledAgain() throws Exception {
        meanwhile = () -> Hub.current().handleError("logger", new IllegalStateException("inner"));
        HubTesting.run(() -> fail("writer"));
        assertThat(lines).containsExactly("ERROR io.jevent.failure: writer failed with IOException");
        assertThat(printed()).contains("logger failed with IllegalStateException");
    }

    @Test
    void aLoggerThatWaitsForALockStopsNoHub() throws Exception {
        var lock = new ReentrantLock();
        meanwhile = () -> {
            lock.lock();
            try {
                lines.add("locked");
            } finally {
                lock.unlock();
            }
        };
        HubTesting.run(() -> {
            lock.lock();
            try {
                Hub.current().runCallback(() -> {
                    throw new IllegalStateException("callback");
                });
                Jevent.sleep(Duration.ofMillis(1));
                Jevent.spawn(() -> lines.add("another greenlet")).join();
            } finally {
                lock.unlock();
            }
            while (lines.size() < 3) {
                Jevent.sleep();
            }
        });
        assertThat(lines.getFirst()).isEqualTo("another greenlet");
        assertThat(lines.get(1)).isEqualTo("locked");
        assertThat(lines.get(2)).startsWith("ERROR io.jevent.failure: ").endsWith("IllegalStateException");
        assertThat(printed()).isEmpty();
    }

    @Test
    void aLoggerThatWaitsInJeventWhereNothingMayWaitLosesNothing() throws Exception {
        meanwhile = () -> Jevent.sleep(Duration.ofSeconds(1));
        HubTesting.run(() -> {
            Hub.current().runCallback(() -> {
                throw new IllegalStateException("callback");
            });
            Jevent.sleep(Duration.ofSeconds(5));
        });
        assertThat(lines).isEmpty();
        assertThat(printed()).contains("java.lang.IllegalStateException: callback");
    }

    /** Blocks the hub until the monitor has reported that. */
    private static void block() throws Exception {
        try (var _ = BlockingMonitor.start(Duration.ofMillis(2))) {
            var reported = new CountDownLatch(1);
            Consumer<BlockingReport> listener = _ -> reported.countDown();
            BlockingMonitor.addListener(listener); // told after the report was written
            try {
                HubTesting.run(() -> {
                    while (reported.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                });
            } finally {
                BlockingMonitor.removeListener(listener);
            }
        }
    }

    @Test
    void theMonitorReportsToItsLoggerOnAnotherThread() throws Exception {
        var threads = new ArrayList<String>();
        meanwhile = () -> threads.add(Thread.currentThread().getName());
        block();
        assertThat(lines.getFirst()).startsWith("WARNING io.jevent.monitor: jevent: root has held hub-");
        assertThat(threads.getFirst()).isEqualTo("jevent-log");
        assertThat(printed()).isEmpty();
    }

    @Test
    void aLoggerThatIsStuckDoesNotStopTheMonitor() throws Exception {
        var never = new CountDownLatch(1);
        meanwhile = () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        Logging.use(Recording::new, Duration.ofMillis(1).toNanos());
        block();
        assertThat(printed()).startsWith("jevent: root has held hub-");
        never.countDown();
    }
}
