// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.internal.access.Access;
import io.jevent.internal.access.HubAccess;
import io.jevent.internal.access.MonitorWaits;
import io.jevent.internal.access.PinnedWaits;
import io.jevent.internal.carrier.ServiceThread;
import io.jevent.internal.carrier.VirtualThreads;
import io.jevent.internal.logging.LogArea;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Opens the hub's package to jevent's other packages and modules, without exporting anything. */
final class HubInternals implements HubAccess<Hub, RawGreenlet>, PinnedWaits {

    private HubInternals() {}

    static void provide() {
        var internals = new HubInternals();
        Access.provide(HubAccess.class, internals);
        Access.provide(PinnedWaits.class, internals);
    }

    @Override
    public void deliver(RawGreenlet greenlet, Throwable cause, int depth) {
        greenlet.hub.checkCurrent();
        greenlet.deliver(cause, depth);
    }

    @Override
    public void setRoot(Hub hub, @Nullable RawGreenlet greenlet) {
        hub.setRoot(greenlet);
    }

    @Override
    public boolean isKilledByClose(RawGreenlet greenlet) {
        return greenlet.hub.end.hasKilled(greenlet);
    }

    @Override
    public RawGreenlet principal(Hub hub) {
        return hub.principal();
    }

    @Override
    public @Nullable RawGreenlet greenletOf(Hub hub, Thread thread) {
        return thread.isVirtual() ? hub.population.find(thread) : null;
    }

    @Override
    public String describeCarrier(Hub hub) {
        return CarrierReport.of(hub);
    }

    @Override
    public void printPastLock(Hub hub, String lines) {
        hub.errors.warnWithoutLock(LogArea.MONITOR, lines);
    }

    @Override
    public void printFailure(Hub hub, Object context, Throwable failure) {
        hub.errors.print(LogArea.MONITOR, context, failure);
    }

    @Override
    public void simulateJdkWaits(MonitorWaits monitors) {
        MonitorWaiters.monitors(monitors);
    }

    @Override
    public boolean isOfClosedWorld(Executor scheduler) {
        return scheduler instanceof Dispatcher dispatcher
                && dispatcher.monitors().isClosedWorld();
    }

    @Override
    public void abandonAtClose(RawGreenlet greenlet) {
        greenlet.hub.end.abandonSilently(greenlet);
    }

    @Override
    public boolean isService(Thread thread) {
        return thread instanceof ServiceThread;
    }

    @Override
    public boolean openJavaLang(Module module) {
        return VirtualThreads.openJavaLang(module);
    }

    @Override
    public void usePreemption() {
        Preemption.use();
    }

    @Override
    public void offerTurn(Object on) {
        Preemption.point(on);
    }

    @Override
    public void rehearse(Runnable attempt) throws InterruptedException {
        StandIns.rehearse();
        Thread thread = VirtualThreads.create(task -> new ServiceThread(task, "rehearsal").start(), attempt);
        thread.start();
        thread.join();
    }

    @Override
    public boolean await(PinnedWaits.Park park, boolean timed, long nanos) {
        Hub hub = Hub.ifCurrent();
        RawGreenlet greenlet = hub == null ? null : hub.running();
        return greenlet != null
                && greenlet.thread == Thread.currentThread()
                && greenlet.hub.dispatcher().standIns().hold(greenlet, park, timed, nanos);
    }
}
