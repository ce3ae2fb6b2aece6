// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.event.AsyncResult;
import io.jevent.file.ThreadedInputStream;
import io.jevent.socket.Addresses;
import io.jevent.testing.VirtualTime;
import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** jevent's side of rows of the table for gevent's users; gevent's side was seen in gevent 22.10. */
class GeventDifferencesTest {

    @Test
    void aFailureThatIsSetAfterAValueReplacesIt() throws Exception {
        VirtualTime.run(_ -> {
            var result = new AsyncResult<Integer>();
            result.set(1);
            var failure = new IllegalStateException("late");
            result.setException(failure);
            assertThatThrownBy(result::result)
                    .isNotSameAs(failure)
                    .hasSameClassAs(failure)
                    .hasMessage("late");
            assertThat(result.exception()).isSameAs(failure);
            assertThat(result.isSuccessful()).isFalse();
            assertThat(result.value()).isNull();
            result.set(2);
            assertThat(result.result()).isEqualTo(2);
        });
    }

    @Test
    void aLateLinkIsCalledInTheNextTurn() throws Exception {
        VirtualTime.run(_ -> {
            Greenlet<Integer> ended = Jevent.spawn(() -> 5);
            ended.join();
            var called = new ArrayList<Integer>();
            var _ = ended.link(greenlet -> called.add(greenlet.value()));
            ended.rawlink(() -> called.add(6));
            assertThat(called).isEmpty();
            Jevent.sleep();
            assertThat(called).containsExactly(5, 6);
        });
    }

    @Test
    void aGetThatMayNotBlockThrowsATimeout() throws Exception {
        VirtualTime.run(_ -> {
            var result = new AsyncResult<Integer>();
            assertThatThrownBy(() -> result.result(Duration.ZERO)).isInstanceOf(Timeout.class);
            Greenlet<Integer> greenlet = Jevent.spawn(() -> 1);
            assertThatThrownBy(() -> greenlet.result(Duration.ZERO)).isInstanceOf(Timeout.class);
            assertThat(result.join(Duration.ZERO)).isFalse();
            result.set(3);
            assertThat(result.join(Duration.ZERO)).isTrue();
            assertThat(result.result(Duration.ZERO)).isEqualTo(3);
            greenlet.join();
        });
    }

    @Test
    void aPortAloneIsNoAddress() {
        assertThatThrownBy(() -> Addresses.parse("80"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it has no port");
        assertThat(Addresses.parse(":80")).isEqualTo(new InetSocketAddress(80));
        assertThatThrownBy(() -> Addresses.parse("::1:80")).hasMessageContaining("[::1]:80");
    }

    @Test
    void aLineComesWithoutItsEnd() throws Exception {
        Jevent.run(() -> {
            byte[] text = "abc\n\nrest".getBytes(StandardCharsets.UTF_8);
            try (var lines = new ThreadedInputStream(new ByteArrayInputStream(text), "text")) {
                assertThat(lines.readLine()).contains("abc");
                assertThat(lines.readLine()).contains("");
                assertThat(lines.readLine()).contains("rest");
                assertThat(lines.readLine()).isEmpty();
            }
            return null;
        });
    }

    @Test
    void anInterruptOfItsThreadEndsNoWaitOfJeventsButTheNextOfTheJdks() throws Exception {
        VirtualTime.run(time -> {
            var thread = new AtomicReference<Thread>();
            Greenlet<String> sleeper = Jevent.spawn(() -> {
                thread.set(Thread.currentThread());
                Jevent.sleep(Duration.ofHours(1));
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
                try {
                    new CountDownLatch(1).await();
                    return "slept";
                } catch (InterruptedException e) {
                    return "interrupted after " + time.now();
                }
            });
            Jevent.sleep();
            thread.get().interrupt();
            assertThat(sleeper.result()).isEqualTo("interrupted after PT1H");
        });
    }
}
