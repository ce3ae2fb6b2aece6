// SPDX-License-Identifier: Apache-2.0
package io.jevent.trace;

import java.util.ArrayDeque;
import java.util.Deque;

/** The newest events of a recording, in arrays. Not thread-safe. */
final class EventLog {

    /** The kinds of events in the life of a greenlet. */
    enum Kind {
        /** Other: who started it. */
        SPAWN(0),
        IN(1),
        /** Other: the text of what it waits for, or {@link #YIELDED} or {@link #ENDED}. */
        OUT(2),
        /** Other: whose end it waits for. */
        OUT_JOIN(3),
        /** Other: who woke it, {@link #HUB} or {@link #TIMER}. */
        WAKE(4),
        /** Other: the text that names the thread which woke it. */
        WAKE_THREAD(5),
        /** Other: the text of what was thrown. */
        THROW(6),
        END(7),
        /** Other: the text of a mark that the program set. */
        MARK(8),
        /** Other: the text of something that happened in the program. */
        EVENT(9);

        /** The code of the kind in the page. */
        final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    static final int YIELDED = -1;
    static final int ENDED = -2;
    static final int HUB = -1;
    static final int TIMER = -2;

    /** Is told of events, in order. */
    interface Reader {
        void event(Kind kind, long time, int lane, int other);
    }

    private static final int CHUNK = 1 << 14;

    private static final class Chunk {
        final Kind[] kinds = new Kind[CHUNK];
        final long[] times = new long[CHUNK];
        final int[] lanes = new int[CHUNK];
        final int[] others = new int[CHUNK];
        int size;
    }

    private final Deque<Chunk> chunks = new ArrayDeque<>();
    private final int maxChunks;
    private long dropped;

    /**
     * Makes an empty log.
     *
     * @param capacity how many events it keeps at least
     */
    EventLog(long capacity) {
        maxChunks = Math.toIntExact(Math.ceilDiv(capacity, CHUNK) + 1);
        chunks.add(new Chunk());
    }

    void add(Kind kind, long time, int lane, int other) {
        Chunk last = chunks.getLast();
        if (last.size == CHUNK) {
            if (chunks.size() == maxChunks) {
                dropped += chunks.removeFirst().size;
            }
            last = new Chunk();
            chunks.addLast(last);
        }
        int i = last.size++;
        last.kinds[i] = kind;
        last.times[i] = time;
        last.lanes[i] = lane;
        last.others[i] = other;
    }

    /** How many events there were. */
    long count() {
        return dropped + (chunks.size() - 1L) * CHUNK + chunks.getLast().size;
    }

    /** How many of them, the first ones, are not kept any more. */
    long dropped() {
        return dropped;
    }

    void forEach(Reader reader) {
        for (Chunk chunk : chunks) {
            for (int i = 0; i < chunk.size; i++) {
                reader.event(chunk.kinds[i], chunk.times[i], chunk.lanes[i], chunk.others[i]);
            }
        }
    }
}
