// SPDX-License-Identifier: Apache-2.0
package io.jevent.socketio;

import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.hub.Mutex;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/*
 * Invariant: while `running`, exactly one greenlet takes tasks; it begins with the first task and ends when there are
 * none, so an idle socket has no greenlet.
 */
/**
 * The events of one socket, which are handled in order by one greenlet.
 *
 * <p><b>Confinement:</b> thread-safe.
 */
final class EventQueue {

    /** How many times more events than usual are accepted while a handler waits for an acknowledgement. */
    private static final int FACTOR = 10;

    private final int limit;
    private final Mutex mutex = new Mutex();
    private final Event room = new Event();
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private int awaitingAcknowledgement;
    private boolean running;
    private boolean closed;

    EventQueue(int limit) {
        this.limit = limit;
    }

    /** Adds a task; blocks while there are too many. Does nothing after {@link #close}. */
    void add(Runnable task) throws EngineException {
        while (!tryAdd(task)) {
            room.await();
        }
    }

    private boolean tryAdd(Runnable task) throws EngineException {
        boolean start;
        mutex.lock();
        try {
            if (closed) {
                return true;
            }
            if (tasks.size() >= limit) {
                if (awaitingAcknowledgement == 0) {
                    room.clear();
                    return false;
                }
                // The acknowledgement may be behind these events: continue to read.
                if (tasks.size() >= FACTOR * (long) limit) {
                    throw new EngineException("too many events while a handler waits for an acknowledgement");
                }
            }
            start = append(task);
        } finally {
            mutex.unlock();
        }
        startIf(start);
        return true;
    }

    /** Adds the last task. */
    void close(Runnable last) {
        boolean start;
        mutex.lock();
        try {
            closed = true;
            start = append(last);
        } finally {
            mutex.unlock();
        }
        room.set();
        startIf(start);
    }

    /** Appends a task; returns whether a greenlet must be started. */
    private boolean append(Runnable task) {
        tasks.add(task);
        boolean start = !running;
        running = true;
        return start;
    }

    private void startIf(boolean start) {
        if (start) {
            var _ = Jevent.spawn(this::runAll);
        }
    }

    private void runAll() {
        boolean ended = false;
        try {
            for (Runnable task = take(); task != null; task = take()) {
                task.run();
            }
            ended = true;
        } finally {
            if (!ended) { // killed
                mutex.lock();
                try {
                    running = false;
                } finally {
                    mutex.unlock();
                }
            }
        }
    }

    private @Nullable Runnable take() {
        Runnable task;
        mutex.lock();
        try {
            task = tasks.poll();
            running = task != null;
        } finally {
            mutex.unlock();
        }
        room.set();
        return task;
    }

    /** Notes that a handler begins (1) or ends (-1) to wait for an acknowledgement. */
    void awaitsAcknowledgement(int change) {
        mutex.lock();
        try {
            awaitingAcknowledgement += change;
        } finally {
            mutex.unlock();
        }
        room.set();
    }
}
