// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import io.jevent.event.AsyncResult;
import io.jevent.internal.carrier.KernelThreads;
import io.jevent.queue.Queue;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Which threads may wake a stuck hub: none of those may be overlooked, and without one a deadlock is reported. The time
 * limits only end a hang.
 */
@Timeout(120)
class OutsideThreadsTest {

    private static final long LATER_MILLIS = 50;

    @ParameterizedTest
    @EnumSource
    void aThreadThatMayWakeTheHubIsNotOverlooked(WokenProgram.Waker waker) throws Exception {
        Path classes = Path.of(
                Hub.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "-cp",
                        classes + File.pathSeparator + classes.resolveSibling("test-classes"),
                        WokenProgram.class.getName(),
                        waker.name())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(output).isEqualToIgnoringNewLines(waker == WokenProgram.Waker.NOTHING ? "stuck" : "woken");
    }

    @Test
    void aHubOfADaemonThatIsOlderCounts() throws Exception {
        var questions = new Queue<String>();
        var answers = new Queue<String>();
        var ready = new CountDownLatch(1);
        Thread.ofPlatform().daemon().start(() -> {
            try (Hub hub = Hub.open()) {
                hub.runCallback(ready::countDown);
                String question = questions.get();
                Jevent.sleep(Duration.ofMillis(LATER_MILLIS));
                answers.put("answer to " + question);
            }
        });
        ready.await();
        onThread(() -> {
            questions.put("question");
            assertThat(answers.get()).isEqualTo("answer to question");
        });
    }

    @Test
    void aThreadThatWasUnparkedAndHasNotRunCounts() throws Exception {
        var questions = new LinkedBlockingQueue<AsyncResult<Integer>>();
        Thread server = Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) {
                    questions.take().set(1);
                }
            } catch (InterruptedException _) {
                // the test is over
            }
        });
        onThread(() -> {
            for (int i = 0; i < 2000; i++) {
                var answer = new AsyncResult<Integer>();
                questions.add(answer);
                answer.result();
            }
        });
        server.interrupt();
        server.join();
    }

    @Test
    void theKernelSeesAThreadThatRuns() throws Exception {
        var stop = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        Thread busy = Thread.ofPlatform().start(() -> {
            begun.countDown();
            while (stop.getCount() > 0) {
                Thread.onSpinWait();
            }
        });
        begun.await();
        KernelThreads.Look look = KernelThreads.look();
        stop.countDown();
        busy.join();
        assertThat(look).isNotEqualTo(KernelThreads.Look.ASLEEP);
    }

    private interface Body {
        void run() throws Exception;
    }

    /** Runs {@code body} on a thread with a hub, and waits for it without a limit. */
    private static void onThread(Body body) throws Exception {
        var outcome = new CompletableFuture<@Nullable Throwable>();
        Thread thread = Thread.ofPlatform().start(() -> {
            try (Hub _ = Hub.open()) {
                body.run();
                outcome.complete(null);
            } catch (Throwable t) {
                outcome.complete(t);
            }
        });
        assertThat(outcome.join()).isNull();
        thread.join();
    }
}
