// SPDX-License-Identifier: Apache-2.0
package io.jevent.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.select.Select;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Input streams: threads read, and only the greenlet that reads waits. */
class ThreadedInputStreamTest {

    private final Faucet faucet = new Faucet();
    private final ThreadedInputStream input = new ThreadedInputStream(faucet, "the faucet");
    private final List<Object> trace = new ArrayList<>();

    private String read(int length) throws IOException {
        byte[] bytes = new byte[length];
        int count = input.read(bytes);
        return count < 0 ? "end" : new String(bytes, 0, count, UTF_8);
    }

    @Test
    void letsTheOthersGoOnWhileItWaits() throws Exception {
        HubTesting.run(() -> {
            var reader = Jevent.spawn(() -> read(10));
            var ticker = Jevent.spawn(() -> {
                Jevent.sleep();
                for (int i = 0; i < 3; i++) {
                    trace.add(i);
                    Jevent.sleep();
                }
                faucet.pour("water");
            });
            assertThat(reader.result()).isEqualTo("water");
            assertThat(ticker.isReady()).isTrue();
            assertThat(trace).containsExactly(0, 1, 2);
        });
    }

    @Test
    void givesWhatComesAfterAKillToTheNextReader() throws Exception {
        HubTesting.run(() -> {
            var victim = Jevent.spawn(() -> read(10));
            Jevent.sleep();
            victim.kill();
            faucet.readerCame.await();
            faucet.pour("water");
            faucet.end();
            assertThat(read(3)).isEqualTo("wat");
            assertThat(input.available()).isEqualTo(2);
            assertThat(read(3)).isEqualTo("er");
            assertThat(input.read()).isEqualTo(-1);
        });
    }

    @Test
    void takesNothingOfALineWhoseReaderRunsOutOfTime() throws Exception {
        HubTesting.run(() -> {
            faucet.pour("half a ");
            var victim = Jevent.spawn(() -> input.readLine());
            Jevent.sleep();
            Select.awaitReadable(input);
            victim.kill();
            faucet.pour("line\r\nand another\nrest");
            faucet.end();
            assertThat(input.readLine()).contains("half a line");
            assertThat(input.readLine()).contains("and another");
            assertThat(input.readLine()).contains("rest");
            assertThat(input.readLine()).isEmpty();
        });
    }

    @Test
    void servesReadersInTheOrderInWhichTheyCame() throws Exception {
        HubTesting.run(() -> {
            var readers = new ArrayList<Greenlet<String>>();
            for (int i = 0; i < 3; i++) {
                readers.add(Jevent.spawn(() -> read(1)));
            }
            Jevent.sleep();
            faucet.pour("ab");
            faucet.pour("c");
            assertThat(readers.stream().map(Greenlet::result)).containsExactly("a", "b", "c");
        });
    }

    @Test
    void waitsForAWholeMessageAndTakesNothing() throws Exception {
        HubTesting.run(() -> {
            faucet.pour("abc");
            faucet.pour("defg");
            assertThat(input.awaitAvailable(5)).isEqualTo(7);
            assertThat(read(10)).isEqualTo("abcdefg");
            faucet.pour("h");
            faucet.end();
            assertThat(input.awaitAvailable(2)).isEqualTo(1);
            assertThat(read(2)).isEqualTo("h");
            assertThat(input.awaitAvailable(2)).isZero();
            assertThat(read(2)).as("the end is still to be told").isEqualTo("end");
        });
    }

    @Test
    void isReadableWhenThereIsSomethingTheEndOrAFailure() throws Exception {
        HubTesting.run(() -> {
            assertThat(input.readable().isReady()).isFalse();
            faucet.pour("x");
            Select.awaitReadable(input);
            assertThat(read(5)).isEqualTo("x");
            faucet.end();
            Select.awaitReadable(input);
            assertThat(read(5)).isEqualTo("end");
            faucet.fail(new IOException("burst"));
            Select.awaitReadable(input);
            assertThatThrownBy(() -> read(5)).isInstanceOf(IOException.class).hasMessage("burst");
            assertThatThrownBy(input::writable).isInstanceOf(UnsupportedOperationException.class);
            assertThat(input).hasToString("input from the faucet");
        });
    }

    @Test
    void wakesWhoWaitsWithAnErrorWhenItIsClosed() throws Exception {
        HubTesting.run(() -> {
            var reader = Jevent.spawn(() -> {
                assertThatThrownBy(() -> read(1))
                        .isInstanceOf(IOException.class)
                        .hasMessage("the faucet is closed");
                trace.add("woken");
            });
            var selecting =
                    Jevent.spawn(() -> Select.select(List.of(input), List.of()).readable());
            Jevent.sleep();
            Jevent.sleep();
            input.close();
            input.close();
            assertThat(selecting.result()).containsExactly(input);
            reader.join();
            assertThat(trace).containsExactly("woken");
            faucet.closed.await();
            assertThat(input.isOpen()).isFalse();
            assertThatThrownBy(() -> read(1)).hasMessage("the faucet is closed");
            assertThatThrownBy(input::available).hasMessage("the faucet is closed");
        });
    }

    @Test
    void keepsNeitherTheHubNorTheProgramForAReadThatNobodyWaitsFor() throws Exception {
        HubTesting.run(() -> {
            var victim = Jevent.spawn(() -> read(1));
            Jevent.sleep();
            faucet.readerCame.await();
            victim.kill();
            Hub.current().join(); // returns, though the thread is still in its read
        });
    }

    @Test
    void readsWhatIsLongerThanItsBuffer() throws Exception {
        HubTesting.run(() -> {
            byte[] bytes = new byte[1_000_000];
            new Random(1).nextBytes(bytes);
            try (var long1 = new ThreadedInputStream(new ByteArrayInputStream(bytes), "bytes")) {
                assertThat(long1.awaitAvailable(100_000)).isGreaterThanOrEqualTo(100_000);
                assertThat(long1.readAllBytes()).isEqualTo(bytes);
            }
            var endless = new ThreadedInputStream(
                    new ByteArrayInputStream(new byte[ThreadedInputStream.MAX_LINE_BYTES + 40_000]), "zeros");
            assertThatThrownBy(endless::readLine)
                    .isInstanceOf(IOException.class)
                    .hasMessage("a line of zeros has more than 1048576 bytes; read pieces of it");
        });
    }
}
