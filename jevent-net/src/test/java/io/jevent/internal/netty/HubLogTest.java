// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.hub.DirectCallback;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import io.netty.util.internal.logging.InternalLogLevel;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests that Netty can log on the hub's own thread while a greenlet holds the lock of the logger. */
@Timeout(60)
class HubLogTest {

    private final ReentrantLock lock = new ReentrantLock();
    private final List<String> written = new ArrayList<>();

    /** A logger that writes under the lock, from the level DEBUG on. */
    private InternalLogger real() {
        return (InternalLogger) Proxy.newProxyInstance(
                InternalLogger.class.getClassLoader(), new Class<?>[] {InternalLogger.class}, this::called);
    }

    private Object called(Object proxy, Method method, Object[] arguments) {
        if (method.getName().equals("isEnabled")) {
            return arguments[0] != InternalLogLevel.TRACE;
        }
        lock.lock();
        try {
            var line = new StringBuilder((String) arguments[1]);
            for (Object argument : (Object[]) arguments[2]) {
                line.append(' ').append(argument);
            }
            return written.add(line.toString());
        } finally {
            lock.unlock();
        }
    }

    private InternalLogger makeUnderLock() {
        lock.lock();
        try {
            return real();
        } finally {
            lock.unlock();
        }
    }

    private InternalLogger logger() {
        return new HubLogger("logger", this::real);
    }

    private static void onTheHubItself(Hub hub, Runnable work) {
        hub.runCallback((DirectCallback) work::run);
        Jevent.sleep();
    }

    @Test
    void linesAreWrittenAtOnceIfTheLoggerTakesThem() {
        try (Hub hub = Hub.open(new VirtualTimeLoop())) {
            Jevent.run(() -> {
                InternalLogger logger = logger();
                onTheHubItself(hub, () -> {
                    logger.info("one", 1);
                    assertThat(written).containsExactly("one 1");
                });
            });
        }
    }

    @Test
    void linesWaitForTheLockAndStayInOrderWhileTheHubGoesOn() throws Exception {
        try (Hub hub = Hub.open(new VirtualTimeLoop())) {
            Jevent.run(() -> {
                InternalLogger logger = logger();
                var release = new Event();
                Greenlet<?> holder = Jevent.spawn(() -> {
                    lock.lock();
                    try {
                        release.await();
                    } finally {
                        lock.unlock();
                    }
                });
                Jevent.sleep();
                var changing = new StringBuilder("before");
                onTheHubItself(hub, () -> {
                    logger.debug("first");
                    logger.info("second", changing);
                    logger.warn("third", new IllegalStateException("failure"));
                    logger.trace("too fine");
                });
                changing.replace(0, changing.length(), "after");
                assertThat(written).isEmpty();
                Jevent.spawn(release::set).join();
                holder.join();
                Jevent.idle();
                assertThat(written)
                        .containsExactly("first", "second before", "third java.lang.IllegalStateException: failure");
                return null;
            });
        }
    }

    @Test
    void aLoggerThatIsNotMadeYetLosesNothing() throws Exception {
        try (Hub hub = Hub.open(new VirtualTimeLoop())) {
            Jevent.run(() -> {
                lock.lock();
                try {
                    onTheHubItself(hub, () -> {
                        var slow = new HubLogger("slow", this::makeUnderLock);
                        assertThat(slow.isTraceEnabled()).isTrue();
                        slow.trace("too fine");
                        slow.info("made later");
                    });
                } finally {
                    lock.unlock();
                }
                Jevent.idle();
                assertThat(written).containsExactly("made later");
                return null;
            });
        }
    }

    @Test
    void greenletsAndOtherThreadsLogThemselves() {
        try (Hub _ = Hub.open(new VirtualTimeLoop())) {
            Jevent.run(() -> {
                logger().error("of a greenlet");
                assertThat(written).containsExactly("of a greenlet");
            });
        }
        logger().error("of a thread");
        assertThat(written).containsExactly("of a greenlet", "of a thread");
    }

    @Test
    void linesThatAPeerCausesAreLimited() {
        long inAnHour = System.nanoTime() + Duration.ofHours(1).toNanos();
        var exhausted = new ReportLimit(inAnHour);
        var limited = new HubLogger("limited", this::real, exhausted);
        for (int i = 0; i < 100; i++) {
            limited.warn("forged", i);
        }
        limited.info("ignored frame");
        limited.error("other lines are not limited");
        assertThat(written).containsExactly("other lines are not limited");
        assertThat(exhausted.takeLeftOut()).isEqualTo(101);
    }

    @Test
    void aLimitPermitsTenAtOnceThenOneASecondAndCountsTheOthers() {
        var limit = new ReportLimit(0);
        assertThat(IntStream.range(0, 100).filter(_ -> limit.permits(0)).count())
                .isEqualTo(10);
        assertThat(limit.permits(Duration.ofSeconds(1).toNanos())).isTrue();
        assertThat(limit.permits(Duration.ofSeconds(1).toNanos())).isFalse();
        assertThat(limit.takeLeftOut()).isEqualTo(91);
        assertThat(limit.takeLeftOut()).isZero();
    }

    @Test
    void nettysLoggersAreWrappedWhenItsLoopIsLoaded() {
        var _ = new NettyLoopProvider();
        assertThat(InternalLoggerFactory.getInstance("any")).isInstanceOf(HubLogger.class);
    }
}
