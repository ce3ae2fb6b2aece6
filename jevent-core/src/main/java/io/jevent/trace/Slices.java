// SPDX-License-Identifier: Apache-2.0
package io.jevent.trace;

import io.jevent.trace.EventLog.Kind;
import io.jevent.trace.EventLog.Reader;
import java.util.Arrays;
import java.util.function.Consumer;

/** Turns events into slices, which are told at their end, those of a greenlet in order. */
final class Slices implements Reader {

    /** The activities of a greenlet. */
    enum Doing {
        UNKNOWN,
        /** It could run, but another one does. */
        READY,
        RUNNING,
        WAITING,
        ENDED
    }

    /** A time span of one activity of a greenlet; {@code kind} and {@code other} are of the event that began it. */
    record Slice(int lane, Doing doing, long from, long to, Kind kind, int other) {
        long length() {
            return to - from;
        }
    }

    private final Consumer<Slice> taker;
    private final Doing[] doing;
    private final long[] since;
    private final Kind[] kinds;
    private final int[] others;
    private long last;

    Slices(int lanes, Consumer<Slice> taker) {
        this.taker = taker;
        doing = new Doing[lanes];
        Arrays.fill(doing, Doing.UNKNOWN);
        since = new long[lanes];
        kinds = new Kind[lanes];
        Arrays.fill(kinds, Kind.SPAWN);
        others = new int[lanes];
    }

    @Override
    public void event(Kind kind, long time, int lane, int other) {
        last = Math.max(last, time);
        Doing next = switch (kind) {
            case SPAWN -> Doing.READY;
            case WAKE, WAKE_THREAD -> doing[lane] == Doing.RUNNING ? Doing.RUNNING : Doing.READY;
            case IN -> Doing.RUNNING;
            case OUT -> other >= 0 ? Doing.WAITING : other == EventLog.ENDED ? Doing.ENDED : Doing.READY;
            case OUT_JOIN -> Doing.WAITING;
            case THROW, MARK, EVENT -> doing[lane];
            case END -> Doing.ENDED;
        };
        if (kind == Kind.THROW
                || kind == Kind.MARK
                || kind == Kind.EVENT
                || (next == Doing.RUNNING && doing[lane] == Doing.RUNNING)) {
            return;
        }
        end(lane, time);
        doing[lane] = next;
        since[lane] = time;
        kinds[lane] = kind;
        others[lane] = other;
    }

    /** Ends the slices of those that had not ended when the recording did. */
    void finish() {
        for (int lane = 0; lane < doing.length; lane++) {
            end(lane, last);
        }
    }

    private void end(int lane, long time) {
        if (doing[lane] != Doing.UNKNOWN && doing[lane] != Doing.ENDED) {
            taker.accept(new Slice(lane, doing[lane], since[lane], time, kinds[lane], others[lane]));
        }
    }
}
