// SPDX-License-Identifier: Apache-2.0
package io.jevent.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.select.Select;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Output streams: threads write, and only the greenlet that writes waits. */
class ThreadedOutputStreamTest {

    private final Drain drain = new Drain();
    private final ThreadedOutputStream output = new ThreadedOutputStream(drain, "the drain");
    private final List<Object> trace = new ArrayList<>();

    private void write(String text) throws IOException {
        output.write(text.getBytes(US_ASCII));
    }

    @Test
    void letsTheOthersGoOnWhileItWaits() throws Exception {
        HubTesting.run(() -> {
            var _ = Jevent.spawn(() -> {
                Jevent.sleep();
                for (int i = 0; i < 3; i++) {
                    trace.add(i);
                    Jevent.sleep();
                }
                drain.permits.release();
            });
            write("a");
            trace.add("written");
            assertThat(trace).containsExactly(0, 1, 2, "written");
            assertThat(drain.taken).hasToString("a");
        });
    }

    @Test
    void writesWhatItWasGivenBeforeAKillAndInOrder() throws Exception {
        HubTesting.run(() -> {
            var victim = Jevent.spawn(() -> {
                write("first ");
                return null;
            });
            Jevent.sleep();
            drain.writerCame.await();
            victim.kill();
            var second = Jevent.spawn(() -> {
                write("second");
                return null;
            });
            drain.permits.release(2);
            second.join();
            output.flush();
            assertThat(drain.taken).hasToString("first second");
        });
    }

    @Test
    void tellsAFailureOnce() throws Exception {
        HubTesting.run(() -> {
            drain.failing = true;
            drain.permits.release();
            assertThatThrownBy(() -> write("x")).isInstanceOf(IOException.class).hasMessage("blocked up");
            drain.failing = false;
            drain.permits.release();
            output.write('y');
            assertThat(drain.taken).hasToString("y");
            output.close();
            output.close();
            assertThat(drain.closed.getCount()).isZero();
            assertThatThrownBy(() -> write("z")).hasMessage("the drain is closed");
            assertThatThrownBy(output::flush).hasMessage("the drain is closed");
        });
    }

    @Test
    void tellsTheFailureOfAWriteThatWasKilledToWhoClosesIt() throws Exception {
        HubTesting.run(() -> {
            var victim = Jevent.spawn(() -> {
                write("x");
                return null;
            });
            Jevent.sleep();
            drain.writerCame.await();
            victim.kill();
            drain.failing = true;
            drain.permits.release();
            Select.awaitWritable(output);
            assertThatThrownBy(output::close).hasMessage("blocked up");
        });
    }

    @Test
    void tellsThatItCannotBeClosed() throws Exception {
        HubTesting.run(() -> {
            drain.failing = true;
            assertThatThrownBy(output::close).hasMessage("does not close");
        });
    }

    @Test
    void wakesWhoWaitsWithAnErrorWhenItIsClosed() throws Exception {
        HubTesting.run(() -> {
            assertThat(output.writable().isReady()).isTrue();
            var writer = Jevent.spawn(() -> {
                assertThatThrownBy(() -> write("x"))
                        .isInstanceOf(IOException.class)
                        .hasMessage("the drain is closed");
                trace.add("woken");
            });
            Jevent.sleep();
            assertThat(output.writable().isReady()).isFalse();
            output.close();
            writer.join();
            assertThat(trace).containsExactly("woken");
            assertThat(output.isOpen()).isFalse();
            drain.permits.release();
            drain.closed.await();
            assertThat(output).hasToString("output to the drain");
        });
    }
}
