// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OsSignalsTest {

    @ParameterizedTest
    @ValueSource(strings = {"13", "62", "64"})
    void theJvmsOwnSignalIsMovedToAnyBeyondTheOnesOfErrors(String number) {
        assertThat(OsSignals.isMoved(number)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12", "11", "0", "-1", "65", "USR1"})
    void whatTheJvmIgnoresMovesNothing(String number) {
        assertThat(OsSignals.isMoved(number)).isFalse();
    }

    @Test
    void withoutAWordTheJvmsOwnSignalIsUsr2() {
        assertThat(OsSignals.isMoved(null)).isFalse();
    }

    @Test
    void threadsThatAskAtOnceTakeNoProbeForAHandlerOfTheProgram() {
        var answers = IntStream.range(0, 4)
                .mapToObj(_ -> CompletableFuture.supplyAsync(
                        () -> IntStream.range(0, 500).anyMatch(_ -> OsSignals.isAnyHandledByTheProgram())))
                .toList();
        assertThat(answers).extracting(CompletableFuture::join).containsOnly(false);
        assertThat(OsSignals.isAnyHandledByTheProgram()).isFalse();
    }

    @Test
    void aHandlerThatIsInstalledWhileOthersAskStays() throws Exception {
        var received = new LinkedBlockingQueue<Integer>();
        var stop = new CountDownLatch(1);
        Thread asks = Thread.ofPlatform().start(() -> {
            while (stop.getCount() > 0) {
                OsSignals.isAnyHandledByTheProgram();
            }
        });
        for (int i = 0; i < 100; i++) {
            Object before = OsSignals.install("HUP", received::add);
            try {
                new ProcessBuilder(
                                "kill",
                                "-HUP",
                                Long.toString(ProcessHandle.current().pid()))
                        .start()
                        .waitFor();
                assertThat(received.poll(60, TimeUnit.SECONDS)).isEqualTo(1);
            } finally {
                OsSignals.restore("HUP", before);
            }
        }
        stop.countDown();
        asks.join();
    }
}
