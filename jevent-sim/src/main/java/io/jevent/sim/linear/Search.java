// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.linear;

import io.jevent.sim.linear.History.Entry;
import io.jevent.sim.linear.Verdict.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * The algorithm of Wing and Gong (1993) with the memory of Lowe (2017): beginnings and ends stand in a doubly linked list,
 * in the order of time. An operation whose beginning comes before the first end may happen next; then both leave the list.
 * At an end whose operation has not happened the search goes back. A pair of happened operations and state from which
 * the search has gone on before is not tried again.
 *
 * Nodes: i is the beginning of operation i, n + i its end, 2 n the head of the list. Operations with an unknown outcome
 * have no end: the search succeeds as soon as all others have happened. Blocked operations stand in no list, since they
 * do not happen.
 */
/** Looks for an order of operations that a model allows. */
final class Search<S, I, O extends @Nullable Object> {

    private static final int NONE = -1;

    /** Bytes of a remembered configuration beside its words: the record, its array, the entry of the set. */
    private static final int CONFIGURATION = 112;

    /** Counts the work of several searches. */
    static final class Meter {
        private final Effort effort;
        private long steps;
        private long bytes;

        Meter(Effort effort) {
            this.effort = effort;
        }

        boolean isExceeded() {
            return steps > effort.steps() || bytes > effort.bytes();
        }

        /** Forgets the memory of one search before the next. */
        Meter next() {
            bytes = 0;
            return this;
        }

        @Override
        public String toString() {
            return steps > effort.steps()
                    ? "the model was asked " + effort.steps() + " times"
                    : "the search remembered " + (effort.bytes() >> 20) + " MB";
        }
    }

    /** Which operations have happened, without the leading and trailing words that tell nothing, and the state. */
    private static final class Configuration {
        private final int from;
        private final long[] happened;
        private final Object state;

        Configuration(int from, long[] happened, Object state) {
            this.from = from;
            this.happened = happened;
            this.state = state;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Configuration that
                    && from == that.from
                    && Arrays.equals(happened, that.happened)
                    && state.equals(that.state);
        }

        @Override
        public int hashCode() {
            return (from * 31 + Arrays.hashCode(happened)) * 31 + state.hashCode();
        }
    }

    private final Model<S, I, O> model;
    private final List<Entry<I, O>> entries;
    private final Meter meter;
    private final int size;
    private final int head;
    private final int[] next;
    private final int[] previous;

    /** The bit of each operation: those with a known outcome first. */
    private final int[] bit;

    private final List<Entry<I, O>> blocked;
    private final int knownWords;
    private final long[] happened;
    private final int[] order;
    private final List<S> states = new ArrayList<>();
    private final Set<Configuration> tried = new HashSet<>();
    private int depth;
    private int knownLeft;
    private int[] longest = {};
    private @Nullable S longestState;
    private boolean keepsLongest;

    /**
     * Prepares a search.
     *
     * @param entries the operations, in the order of their beginnings
     */
    Search(Model<S, I, O> model, List<Entry<I, O>> entries, Meter meter) {
        this.model = model;
        this.entries = entries;
        this.meter = meter;
        size = entries.size();
        head = 2 * size;
        next = new int[2 * size + 1];
        previous = new int[2 * size + 1];
        bit = new int[size];
        int known = 0;
        for (int i = 0; i < size; i++) {
            if (isKnown(i)) {
                bit[i] = known++;
            }
        }
        knownLeft = known;
        blocked = entries.stream().filter(entry -> entry.outcome().isBlocked()).toList();
        knownWords = (known + 63) >> 6;
        int unknown = knownWords << 6;
        for (int i = 0; i < size; i++) {
            if (!isKnown(i)) {
                bit[i] = unknown++;
            }
        }
        happened = new long[(unknown + 63) >> 6];
        order = new int[size];
        link();
    }

    private boolean isKnown(int operation) {
        return entries.get(operation).outcome().isKnown();
    }

    private void link() {
        var nodes = new ArrayList<Integer>();
        for (int i = 0; i < size; i++) {
            if (!entries.get(i).outcome().isBlocked()) {
                nodes.add(i);
            }
            if (isKnown(i)) {
                nodes.add(size + i);
            }
        }
        nodes.sort((a, b) -> Integer.compare(time(a), time(b)));
        int last = head;
        for (int node : nodes) {
            next[last] = node;
            previous[node] = last;
            last = node;
        }
        next[last] = NONE;
    }

    private int time(int node) {
        return node < size
                ? entries.get(node).begun()
                : entries.get(node - size).ended();
    }

    /** Remembers the longest order that was found. */
    Search<S, I, O> keepLongest() {
        keepsLongest = true;
        return this;
    }

    /** Searches; to be called once. */
    Kind run() {
        S state = model.init();
        int node = next[head];
        while (knownLeft > 0 || !allBlock(state)) {
            if (meter.isExceeded()) {
                return Kind.UNKNOWN;
            }
            S after = node != NONE && node < size ? step(state, node) : null;
            if (after != null && remember(node, after)) {
                take(node, state);
                state = after;
                keep(state);
                node = next[head];
            } else if (node != NONE && node < size) {
                node = next[node];
            } else if (depth == 0) {
                return Kind.NOT_LINEARIZABLE;
            } else {
                state = states.removeLast();
                node = next[undo()];
            }
        }
        return Kind.LINEARIZABLE;
    }

    /** Whether each client that waits at the end has a reason. */
    private boolean allBlock(S state) {
        for (Entry<I, O> entry : blocked) {
            meter.steps++;
            if (model.step(state, entry.input(), entry.outcome()) != null) {
                return false;
            }
        }
        return true;
    }

    /** An operation with an unknown outcome that changes nothing need not happen. */
    private @Nullable S step(S state, int operation) {
        meter.steps++;
        Entry<I, O> entry = entries.get(operation);
        S after = model.step(state, entry.input(), entry.outcome());
        return !entry.outcome().isKnown() && state.equals(after) ? null : after;
    }

    private boolean remember(int operation, S after) {
        flip(operation);
        int from = 0;
        while (from < knownWords && happened[from] == -1) {
            from++;
        }
        int to = happened.length;
        while (to > from && happened[to - 1] == 0) {
            to--;
        }
        boolean isNew = tried.add(new Configuration(from, Arrays.copyOfRange(happened, from, to), after));
        flip(operation);
        if (isNew) {
            meter.bytes += CONFIGURATION + 8L * (to - from);
        }
        return isNew;
    }

    private void flip(int operation) {
        happened[bit[operation] >> 6] ^= 1L << bit[operation];
    }

    private void take(int operation, S before) {
        flip(operation);
        states.add(before);
        order[depth++] = operation;
        unlink(operation);
        if (isKnown(operation)) {
            unlink(size + operation);
            knownLeft--;
        }
    }

    private int undo() {
        int operation = order[--depth];
        if (isKnown(operation)) {
            relink(size + operation);
            knownLeft++;
        }
        relink(operation);
        flip(operation);
        return operation;
    }

    private void unlink(int node) {
        next[previous[node]] = next[node];
        if (next[node] != NONE) {
            previous[next[node]] = previous[node];
        }
    }

    private void relink(int node) {
        next[previous[node]] = node;
        if (next[node] != NONE) {
            previous[next[node]] = node;
        }
    }

    private void keep(S state) {
        if (keepsLongest && depth > longest.length) {
            longest = Arrays.copyOf(order, depth);
            longestState = state;
        }
    }

    /** The longest order that was found. */
    List<Entry<I, O>> longest() {
        return Arrays.stream(longest).mapToObj(entries::get).toList();
    }

    /** The state after the longest order. */
    S stateAfterLongest() {
        S state = longestState;
        return state == null ? model.init() : state;
    }
}
