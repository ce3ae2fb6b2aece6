// SPDX-License-Identifier: Apache-2.0
package io.jevent.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.exceptions.BlockingSwitchOutException;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Attachments;
import io.jevent.hub.Callback;
import io.jevent.hub.Hub;
import io.jevent.hub.HubObserver;
import io.jevent.hub.VirtualTimeLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A value for every hub, and what is done when a hub opens and closes. */
class HubLocalTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<Object> log = Collections.synchronizedList(new ArrayList<>());

    /** A thing that takes a second to open and a second to close. */
    private final class Connection implements AutoCloseable {
        private final int number;

        Connection(int number) {
            this.number = number;
            Jevent.sleep(SECOND);
            log.add("opened " + number);
        }

        @Override
        public void close() {
            Jevent.sleep(SECOND);
            log.add("closed " + number);
        }
    }

    private final AtomicInteger made = new AtomicInteger();
    private final HubLocal<Connection> connection =
            new HubLocal<>("connection", () -> new Connection(made.incrementAndGet()));

    @Test
    void itIsMadeWhenItIsFirstNeededAndSharedByTheGreenletsOfTheHub() throws Exception {
        HubTesting.run(() -> {
            assertThat(connection.isSet()).isFalse();
            List<Greenlet<Connection>> all = List.of(
                    Jevent.spawn(connection::get), Jevent.spawn(connection::get), Jevent.spawn(connection::get));
            Jevent.joinAll(all);
            assertThat(all).extracting(Greenlet::result).containsOnly(connection.get());
            assertThat(Hub.current().now()).isEqualTo(SECOND.toNanos());
            assertThat(connection.isSet()).isTrue();
            var _ = Jevent.spawn(() -> {
                try {
                    Jevent.sleep(Duration.ofDays(1));
                } finally {
                    log.add("greenlet with " + connection.get().number);
                }
            });
            Jevent.sleep();
        });
        assertThat(log).containsExactly("opened 1", "greenlet with 1", "closed 1");
    }

    @Test
    void eachHubHasItsOwn() throws Exception {
        HubTesting.Body body = () -> HubTesting.run(() -> log.add(connection.get()));
        HubTesting.onThreads(List.of(body, body, body));
        assertThat(made).hasValue(3);
        assertThat(log).contains("closed 1", "closed 2", "closed 3").doesNotHaveDuplicates();
    }

    @Test
    void anotherAskerTriesAgainIfTheSupplierFailsOrItsGreenletIsKilled() throws Exception {
        HubTesting.run(() -> {
            var failure = new AtomicReference<RuntimeException>(new IllegalStateException("refused"));
            var local = new HubLocal<>("x", () -> {
                Jevent.sleep(SECOND);
                RuntimeException now = failure.getAndSet(null);
                if (now != null) {
                    throw now;
                }
                return "made";
            });
            assertThatThrownBy(local::get).hasMessage("refused");
            Greenlet<String> first = Jevent.spawn(local::get);
            Greenlet<String> second = Jevent.spawn(local::get);
            Jevent.sleep();
            first.kill();
            assertThat(second.result()).isEqualTo("made");
        });
    }

    @Test
    void badSuppliersAreNamed() throws Exception {
        HubTesting.run(() -> {
            var self = new AtomicReference<HubLocal<String>>();
            self.set(new HubLocal<>("loop", () -> self.get().get()));
            assertThatThrownBy(() -> self.get().get())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("HubLocal 'loop' is asked for by its own supplier");
            @SuppressWarnings("NullAway")
            var nothing = new HubLocal<String>("nothing", () -> null);
            assertThatThrownBy(nothing::get)
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("the supplier of HubLocal 'nothing' returned null");
        });
    }

    @Test
    void aCallbackMayAskForWhatIsMade() throws Exception {
        HubTesting.run(() -> {
            Hub hub = Hub.current();
            var failures = new ArrayList<Throwable>();
            hub.setErrorHandler((_, failure) -> failures.add(failure));
            var _ = hub.runCallback(() -> log.add(connection.get()));
            Jevent.sleep();
            assertThat(failures).singleElement().isInstanceOf(BlockingSwitchOutException.class);
            Connection ours = connection.get();
            log.clear();
            var _ = hub.runCallback(() -> log.add(connection.get()));
            Jevent.sleep();
            assertThat(log).containsExactly(ours);
            log.clear();
        });
    }

    @Test
    void theLastMadeIsClosedFirstAndAFailureIsReported() throws Exception {
        HubTesting.run(() -> {
            Hub.current().setErrorHandler((_, failure) -> log.add(String.valueOf(failure.getMessage())));
            var plain = new HubLocal<>("plain", () -> "value", value -> log.add("end of " + value));
            var failing = new HubLocal<>("failing", () -> "value", _ -> {
                throw new IllegalStateException("close fails");
            });
            var notCloseable = new HubLocal<>("not closeable", () -> "value");
            log.addAll(List.of(plain.get(), connection.get().number, failing.get(), notCloseable.get()));
            log.clear();
        });
        assertThat(log).containsExactly("close fails", "closed 1", "end of value");
    }

    @Test
    void closingIsLimitedByTheGracePeriod() throws Exception {
        try (Hub hub = Hub.open(new VirtualTimeLoop())) {
            hub.setErrorStream(null); // names the greenlet that is ended by force
            var slow = new HubLocal<>("slow", () -> "value", _ -> {
                try {
                    Jevent.sleep(Duration.ofDays(1));
                } catch (GreenletExit e) {
                    log.add("killed");
                    throw e;
                }
            });
            log.add(connection.get().number);
            log.add(slow.get());
            log.clear();
            long begin = hub.now();
            hub.close(Duration.ofMinutes(1));
            assertThat(log).first().isEqualTo("killed");
            assertThat(Duration.ofNanos(hub.now() - begin)).isLessThan(Duration.ofMinutes(2));
        }
    }

    @Test
    void closersMaySpawnAndWaitForGreenlets() throws Exception {
        HubTesting.run(() -> {
            var pool = new HubLocal<>("pool", () -> "value", _ -> {
                var greenlet = Jevent.spawn(() -> {
                    Jevent.sleep(SECOND);
                    return "goodbye";
                });
                log.add(greenlet.result());
                var _ = Jevent.spawn(() -> {
                    try {
                        Jevent.sleep(Duration.ofDays(1));
                    } finally {
                        log.add("left over");
                    }
                });
                Jevent.sleep();
            });
            log.add(pool.get());
        });
        assertThat(log).containsExactly("value", "goodbye", "left over");
    }

    @Test
    void whatIsToBeDoneBeforeTheEndCanBeTakenBack() throws Exception {
        HubTesting.run(() -> {
            Attachments attachments = Attachments.of(Hub.current());
            Callback first = attachments.beforeClose(() -> log.add("first"));
            Callback second = attachments.beforeClose(() -> log.add("second"));
            attachments.onClose(() -> log.add("last"));
            second.stop();
            assertThat(first.isPending()).isTrue();
            assertThat(second.isPending()).isFalse();
        });
        assertThat(log).containsExactly("first", "last");
    }

    @Test
    void anObserverStartsAndEndsWorkOfEachHub() throws Exception {
        HubObserver starter = hub -> {
            var _ = Jevent.spawn(() -> log.add("started " + connection.get().number));
            var _ = Attachments.of(hub).beforeClose(() -> log.add("stopped"));
        };
        HubObserver.add(starter);
        try {
            HubTesting.run(() -> Jevent.sleep(SECOND.multipliedBy(2)));
        } finally {
            HubObserver.remove(starter);
        }
        assertThat(log).containsExactly("opened 1", "started 1", "closed 1", "stopped");
    }
}
