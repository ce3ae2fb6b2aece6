// SPDX-License-Identifier: Apache-2.0
package io.jevent.monitor;

import io.jevent.hub.RawGreenlet;
import io.jevent.hub.Tracer;
import java.util.function.Consumer;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;

/** Tells the flight recorder what greenlets do, while a recording wants to know. One for all hubs. */
final class JfrTracer implements Tracer, FlightRecorderListener {

    private static @Nullable JfrTracer installed;

    /** The run that goes on, for each hub's thread. */
    private static final ThreadLocal<JfrEvents.@Nullable Run> RUNNING = new ThreadLocal<>();

    private final Consumer<BlockingReport> onBlocked = JfrTracer::blocked;
    private boolean tracing;
    private boolean listening;

    private JfrTracer() {}

    static synchronized void install() {
        if (installed == null) {
            if (!FlightRecorder.isAvailable()) {
                throw new IllegalStateException(
                        "the flight recorder of this Java runtime is switched off: start it without -XX:-FlightRecorder");
            }
            installed = new JfrTracer();
            FlightRecorder.addListener(installed);
            if (FlightRecorder.isInitialized()) {
                installed.adapt();
            }
        }
    }

    @Override
    public void recordingStateChanged(Recording recording) {
        adapt();
    }

    /** Is told by the hubs exactly while there is somebody to tell. */
    private synchronized void adapt() {
        boolean trace = JfrEvents.anyEnabled();
        if (trace != tracing) {
            tracing = trace;
            if (trace) {
                CombinedTracer.addEverywhere(this);
            } else {
                CombinedTracer.removeEverywhere(this);
            }
        }
        boolean listen = JfrEvents.blockedEnabled();
        if (listen != listening) {
            listening = listen;
            if (listen) {
                BlockingMonitor.addListener(onBlocked);
            } else {
                BlockingMonitor.removeListener(onBlocked);
            }
        }
    }

    @Override
    public void spawned(RawGreenlet greenlet, @Nullable RawGreenlet by) {
        var event = new JfrEvents.Spawn();
        if (event.shouldCommit()) {
            event.by = by == null ? null : by.name();
            event.at = greenlet.spawnedAt();
            commit(event, greenlet);
        }
    }

    @Override
    public void switchedIn(RawGreenlet greenlet) {
        var event = new JfrEvents.Run();
        if (event.isEnabled()) {
            event.begin();
            RUNNING.set(event);
        }
    }

    @Override
    public void switchedOut(RawGreenlet greenlet, @Nullable Object on) {
        JfrEvents.Run event = RUNNING.get();
        if (event != null) {
            RUNNING.remove();
            event.end();
            if (event.shouldCommit()) {
                event.waitsOn = on == null ? null : on.toString();
                commit(event, greenlet);
            }
        }
    }

    @Override
    public void interrupted(RawGreenlet greenlet, Throwable signal, @Nullable RawGreenlet by) {
        var event = new JfrEvents.Kill();
        if (event.shouldCommit()) {
            event.thrown = signal.toString();
            event.by = by == null ? null : by.name();
            commit(event, greenlet);
        }
    }

    private static void blocked(BlockingReport report) {
        var event = new JfrEvents.Blocked();
        if (event.shouldCommit()) {
            event.time = report.time().toNanos();
            event.where = report.stack().isEmpty() ? null : report.toString();
            event.hub = report.hub().name();
            event.greenlet = report.holder().name();
            event.commit();
        }
    }

    private static void commit(JfrEvents.OfGreenlet event, RawGreenlet greenlet) {
        event.hub = greenlet.hub().name();
        event.greenlet = greenlet.name();
        event.commit();
    }
}
