// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.metrics;

import io.jevent.hub.Hub;
import io.jevent.hub.HubObserver;
import io.jevent.monitor.BlockingMonitor;
import io.jevent.monitor.BlockingReport;
import io.jevent.threadpool.ThreadPool;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Meters of all hubs, also of those that open later; the meters of a hub are removed when it closes.
 *
 * <table>
 * <caption>The meters</caption>
 * <tr><th>name<th>kind<th>meaning
 * <tr><td>{@code jevent.hubs}<td>gauge<td>open hubs
 * <tr><td>{@code jevent.greenlets}, tag {@code hub}<td>gauge<td>greenlets that were started and have not ended
 * <tr><td>{@code jevent.switches}, tag {@code hub}<td>counter<td>how often a greenlet came onto the hub's thread
 * <tr><td>{@code jevent.blocked}, tag {@code hub}<td>timer<td>how long code held the hub, as a {@link BlockingMonitor}
 * without a listener of its own reports it
 * <tr><td>{@code jevent.pool.threads}, {@code jevent.pool.tasks}, tag {@code pool}<td>gauges<td>of pools that
 * {@link #watch} names
 * </table>
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @since 0.1
 */
public final class HubMetrics implements MeterBinder, AutoCloseable {

    private static final String HUB = "hub";

    private final Map<Hub, List<Meter>> meters = new ConcurrentHashMap<>();
    private final Map<MeterRegistry, Map<Hub, BlockingReport>> reports = new ConcurrentHashMap<>();
    private final Map<MeterRegistry, HubObserver> observers = new ConcurrentHashMap<>();
    private final Map<MeterRegistry, Consumer<BlockingReport>> listeners = new ConcurrentHashMap<>();

    /** Creates the meters; {@link #bindTo} shows them in a registry. */
    public HubMetrics() {
        super();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("jevent.hubs", () -> Hub.all().size())
                .description("Open hubs")
                .register(registry);
        var observer = new HubObserver() {
            @Override
            public void opened(Hub hub) {
                add(registry, hub);
            }

            @Override
            public void closed(Hub hub) {
                remove(registry, hub);
            }
        };
        observers.put(registry, observer);
        HubObserver.add(observer);
        Hub.all().forEach(hub -> add(registry, hub));
        Map<Hub, BlockingReport> last = new ConcurrentHashMap<>();
        reports.put(registry, last);
        Consumer<BlockingReport> listener = report -> Timer.builder("jevent.blocked")
                .description("How long code held a hub")
                .tag(HUB, report.hub().name())
                .register(registry)
                .record(sinceLastReport(last, report));
        listeners.put(registry, listener);
        BlockingMonitor.addListener(listener);
    }

    private void add(MeterRegistry registry, Hub hub) {
        meters.computeIfAbsent(
                hub,
                _ -> List.of(
                        Gauge.builder("jevent.greenlets", hub, Hub::greenletCount)
                                .description("Greenlets that were started and have not ended")
                                .tag(HUB, hub.name())
                                .register(registry),
                        FunctionCounter.builder("jevent.switches", hub, Hub::switches)
                                .description("How often a greenlet came onto the thread of the hub")
                                .tag(HUB, hub.name())
                                .register(registry)));
    }

    /** A monitor reports a longer hold again, with the whole time. */
    private static Duration sinceLastReport(Map<Hub, BlockingReport> last, BlockingReport report) {
        BlockingReport before = last.put(report.hub(), report);
        boolean goesOn = before != null && before.hold() == report.hold();
        return goesOn ? report.time().minus(before.time()) : report.time();
    }

    private void remove(MeterRegistry registry, Hub hub) {
        reports.values().forEach(last -> last.remove(hub));
        List<Meter> old = meters.remove(hub);
        if (old != null) {
            old.forEach(registry::remove);
        }
    }

    /**
     * Shows a thread pool.
     *
     * @param name the value of the tag {@code pool}
     * @param pool the pool
     * @param registry the registry
     * @return this
     */
    public HubMetrics watch(String name, ThreadPool pool, MeterRegistry registry) {
        Gauge.builder("jevent.pool.threads", pool, ThreadPool::threads)
                .tag("pool", name)
                .register(registry);
        Gauge.builder("jevent.pool.tasks", pool, ThreadPool::size)
                .tag("pool", name)
                .register(registry);
        return this;
    }

    /** Stops watching the hubs; the meters stay in their registries as they are. */
    @Override
    public void close() {
        observers.values().forEach(HubObserver::remove);
        listeners.values().forEach(BlockingMonitor::removeListener);
        observers.clear();
        reports.clear();
        listeners.clear();
    }
}
