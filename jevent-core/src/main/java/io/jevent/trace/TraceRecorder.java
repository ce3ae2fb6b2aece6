// SPDX-License-Identifier: Apache-2.0
package io.jevent.trace;

import io.jevent.hub.Hub;
import io.jevent.hub.Mutex;
import io.jevent.hub.RawGreenlet;
import io.jevent.hub.Timer;
import io.jevent.hub.Tracer;
import io.jevent.hub.VirtualTimeLoop;
import io.jevent.trace.EventLog.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * One log for all hubs, so that the order of the events is the one in which they happened. It is guarded by a mutex of
 * jevent's: a monitor or a j.u.c. lock would make a greenlet switch that finds it taken.
 */
/** Notes what the greenlets of all hubs do, up to a number of events; then the oldest are forgotten. */
final class TraceRecorder implements Tracer {

    private final Mutex mutex = new Mutex();
    private final IdentityHashMap<RawGreenlet, Lane> alive = new IdentityHashMap<>();
    private final Deque<Lane> ended = new ArrayDeque<>();
    private final List<Hub> hubs = new ArrayList<>();
    private final List<Long> origins = new ArrayList<>();
    private final EventLog log;
    private final Texts texts = new Texts();
    private int lanes;
    private boolean stopped;

    TraceRecorder(long capacity) {
        log = new EventLog(capacity);
    }

    @Override
    public void spawned(RawGreenlet greenlet, @Nullable RawGreenlet by) {
        mutex.lock();
        try {
            if (!stopped) {
                int spawner = actor(by);
                Lane lane = newLane(greenlet, spawner, true);
                add(Kind.SPAWN, lane, greenlet, spawner);
            }
        } finally {
            mutex.unlock();
        }
    }

    @Override
    public void switchedIn(RawGreenlet greenlet) {
        add(Kind.IN, greenlet, Lane.NONE);
    }

    @Override
    public void switchedOut(RawGreenlet greenlet, @Nullable Object on) {
        if (on == null) {
            add(Kind.OUT, greenlet, greenlet.isDead() ? EventLog.ENDED : EventLog.YIELDED);
        } else if (on instanceof RawGreenlet joined) {
            addAbout(Kind.OUT_JOIN, greenlet, joined);
        } else {
            addAbout(Kind.OUT, greenlet, on);
        }
    }

    @Override
    public void woken(RawGreenlet greenlet, @Nullable Object by) {
        switch (by) {
            case null -> wokenByTheHub(greenlet);
            case Timer _ -> add(Kind.WAKE, greenlet, EventLog.TIMER);
            case RawGreenlet waker -> addAbout(Kind.WAKE, greenlet, waker);
            case Thread thread -> addAbout(Kind.WAKE_THREAD, greenlet, "thread " + thread.getName());
            default -> addAbout(Kind.WAKE_THREAD, greenlet, by);
        }
    }

    @Override
    public void interrupted(RawGreenlet greenlet, Throwable signal, @Nullable RawGreenlet by) {
        if (greenlet.isStarted()) {
            addAbout(Kind.THROW, greenlet, signal);
        }
    }

    /** The program says something about a greenlet, here and now. */
    void marked(Kind kind, RawGreenlet greenlet, String text) {
        mutex.lock();
        try {
            if (!stopped) {
                add(kind, laneOf(greenlet), greenlet, texts.number(text, text));
            }
        } finally {
            mutex.unlock();
        }
    }

    @Override
    public void ended(RawGreenlet greenlet) {
        mutex.lock();
        try {
            if (!stopped) {
                Lane lane = laneOf(greenlet);
                add(Kind.END, lane, greenlet, Lane.NONE);
                lane.endedAt = log.count();
                lane.detach();
                alive.remove(greenlet);
                ended.add(lane);
            }
        } finally {
            mutex.unlock();
        }
    }

    /** Stops recording and returns what was recorded; from any thread. */
    Recording stop() {
        mutex.lock();
        try {
            stopped = true;
        } finally {
            mutex.unlock();
        }
        var all = new ArrayList<>(ended);
        alive.values().forEach(lane -> {
            lane.detach();
            all.add(lane);
        });
        return new Recording(hubs.stream().map(Hub::name).toList(), all, texts.all(), log);
    }

    /**
     * The hub also wakes, in its turn, those that wait for the end of a greenlet: then it was that greenlet's doing.
     */
    private void wokenByTheHub(RawGreenlet greenlet) {
        mutex.lock();
        try {
            if (!stopped) {
                Lane lane = laneOf(greenlet);
                Lane joined = lane.joins;
                boolean hasEnded = joined != null && joined.endedAt != Long.MAX_VALUE;
                add(Kind.WAKE, lane, greenlet, joined != null && hasEnded ? joined.id : EventLog.HUB);
            }
        } finally {
            mutex.unlock();
        }
    }

    private void add(Kind kind, RawGreenlet greenlet, int other) {
        mutex.lock();
        try {
            if (!stopped) {
                add(kind, laneOf(greenlet), greenlet, other);
            }
        } finally {
            mutex.unlock();
        }
    }

    /** The text of what it is about is made outside of the mutex: it is the program's code. */
    private void addAbout(Kind kind, RawGreenlet greenlet, Object about) {
        String text = about instanceof RawGreenlet ? "" : Texts.of(about);
        mutex.lock();
        try {
            if (!stopped) {
                int other;
                if (!(about instanceof RawGreenlet concerned)) {
                    other = texts.number(text, about);
                } else if (kind == Kind.WAKE) {
                    other = actor(concerned);
                } else {
                    Lane joined = laneOf(concerned);
                    laneOf(greenlet).joins = joined;
                    other = joined.id;
                }
                add(kind, laneOf(greenlet), greenlet, other);
            }
        } finally {
            mutex.unlock();
        }
    }

    private void add(Kind kind, Lane lane, RawGreenlet greenlet, int other) {
        if (kind == Kind.IN) {
            lane.joins = null;
        }
        long dropped = log.dropped();
        log.add(kind, greenlet.hub().now() - origins.get(lane.hub), lane.id, other);
        if (log.dropped() != dropped) {
            forget(log.dropped());
        }
    }

    /** Forgets the greenlets that ended before the events that are kept. */
    private void forget(long before) {
        Lane oldest;
        while ((oldest = ended.peek()) != null && oldest.endedAt <= before) {
            ended.remove();
        }
    }

    /** The lane of one who wakes or spawns; what the hub does itself has none. */
    private int actor(@Nullable RawGreenlet greenlet) {
        if (greenlet == null) {
            return Lane.NONE;
        }
        Lane lane = laneOf(greenlet);
        lane.acts++;
        return lane.id;
    }

    private Lane laneOf(RawGreenlet greenlet) {
        Lane known = alive.get(greenlet);
        return known == null ? newLane(greenlet, Lane.NONE, false) : known;
    }

    private Lane newLane(RawGreenlet greenlet, int spawner, boolean spawned) {
        var lane = new Lane(lanes++, numberOf(greenlet.hub()), greenlet, spawner, spawned);
        alive.put(greenlet, lane);
        return lane;
    }

    private int numberOf(Hub hub) {
        int number = hubs.indexOf(hub);
        if (number < 0) {
            number = hubs.size();
            hubs.add(hub);
            origins.add(originOf(hub));
        }
        return number;
    }

    /** The hubs' clocks are one, but a virtual one goes by itself. */
    private long originOf(Hub hub) {
        boolean ownClock = hub.loop() instanceof VirtualTimeLoop;
        for (int i = 0; !ownClock && i < hubs.size() - 1; i++) {
            if (!(hubs.get(i).loop() instanceof VirtualTimeLoop)) {
                return origins.get(i);
            }
        }
        return hub.now();
    }
}
