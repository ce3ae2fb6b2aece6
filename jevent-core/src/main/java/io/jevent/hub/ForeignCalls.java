// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.internal.carrier.VirtualThreads;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * Foreign code (callbacks of users, error handlers, loggers) may meet a lock of the JDK that a greenlet of the same hub
 * holds, or that is handed to a greenlet first. On the bare carrier it would wait for that lock and thereby keep the
 * greenlet from running: a deadlock. So a hub calls foreign code on a virtual thread of its own, a lane:
 *   IDLE    the lane has yielded at its pause; the next call mounts it, which costs what a switch costs and allocates
 *           nothing;
 *   RUNNING the lane is mounted; the call is one of the hub's, not a greenlet's: it may not wait in jevent;
 *   PARKED  the call has parked in foreign code. The hub goes on, and the next call gets another lane. When the JDK hands
 *           in the lane's task again, the call goes on.
 * Invariant: calls begin in the order in which the hub makes them, and as long as none parks each ends before the next
 * begins.
 * Invariant: at most one lane is idle; a lane that becomes idle beside another ends.
 */
/** The calls that a hub makes to foreign code, on virtual threads that may park without stopping the hub. */
final class ForeignCalls {

    private final Hub hub;
    private final Dispatcher dispatcher;
    private final IdentityHashMap<Runnable, Lane> lanes = new IdentityHashMap<>();
    private @Nullable Lane idle;
    private boolean closed;

    /** Written by the hub, read by the monitor. */
    private @Nullable Lane running;

    /** How often a lane was mounted. Written by the hub, read by the monitor. */
    private long mounts;

    ForeignCalls(Hub hub, Dispatcher dispatcher) {
        this.hub = hub;
        this.dispatcher = dispatcher;
    }

    /** Calls {@code work}; called on the hub's thread while no greenlet runs. Returns when it has ended or parked. */
    void call(Runnable work) {
        Lane lane = idle;
        if (lane == null) {
            lane = new Lane();
            lanes.put(lane.task, lane);
        }
        idle = null;
        lane.work = work;
        mount(lane);
    }

    /** Runs a task that the JDK handed in if it belongs to a lane. */
    boolean run(Runnable task) {
        Lane lane = lanes.get(task);
        if (lane == null) {
            return false;
        }
        mount(lane);
        return true;
    }

    /** Whether a task belongs to a lane. */
    boolean has(Runnable task) {
        return lanes.containsKey(task);
    }

    private void mount(Lane lane) {
        mounts++;
        running = lane;
        lane.task.run();
        running = null;
        if (lane.work == null && lane != idle) {
            if (idle == null && !closed && !lane.ended) {
                idle = lane;
            } else {
                end(lane);
            }
        } else if (lane.work != null) {
            dispatcher.monitors().left(lane.thread);
        }
    }

    private void end(Lane lane) {
        lanes.remove(lane.task);
        if (!lane.ended) {
            lane.ended = true;
            lane.task.run();
        }
    }

    long mounts() {
        return mounts;
    }

    /** Whether the code that runs on the hub now was called by the hub. */
    boolean isRunning() {
        return running != null;
    }

    /** The thread of the call that runs now; any thread may ask, and gets a guess. */
    @Nullable
    Thread runningThread() {
        Lane lane = running;
        return lane == null ? null : lane.thread;
    }

    boolean anyParked() {
        return lanes.size() > (idle == null ? 0 : 1);
    }

    /** The threads of the calls that have parked. */
    List<Thread> parked() {
        var threads = new ArrayList<Thread>();
        for (Lane lane : lanes.values()) {
            if (lane != idle) {
                threads.add(lane.thread);
            }
        }
        return threads;
    }

    /** The end of the hub: nothing stays behind but calls that never came back. */
    void close() {
        closed = true;
        Lane last = idle;
        if (last != null) {
            idle = null;
            end(last);
        }
    }

    private final class Lane {

        final Thread thread;
        final Runnable task;

        @Nullable
        Runnable work;

        boolean ended;

        Lane() {
            thread = VirtualThreads.create(dispatcher, this::loop);
            thread.setName("callback of " + hub.name());
            task = dispatcher.start(thread);
        }

        private void loop() {
            try {
                Runnable next;
                while ((next = work) != null) {
                    hub.errors.call(next);
                    var _ = Thread.interrupted(); // the call's own, not the next one's
                    work = null;
                    pause();
                }
            } finally {
                work = null;
                ended = true;
            }
        }

        /** Returns when there is work, or the lane has ended; somebody who takes its stack may resume it without. */
        private void pause() {
            do {
                dispatcher.expectYield();
                Thread.yield();
            } while (work == null && !ended);
        }
    }
}
