// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import java.util.Arrays;

/** The edges that the runs of an exploration have taken, up to a number: a set of hashes. */
final class Coverage {

    private static final int MOST = 1 << 21;

    private long[] table = new long[1 << 10];
    private int size;

    /** Adds an edge; true if it is new. */
    boolean add(long edge) {
        long key = edge == 0 ? 1 : edge; // 0 is an empty place
        if (size >= MOST) {
            return false;
        }
        if (2 * size >= table.length) {
            grow();
        }
        boolean isNew = insert(table, key);
        size += isNew ? 1 : 0;
        return isNew;
    }

    private static boolean insert(long[] into, long key) {
        int mask = into.length - 1;
        int at = (int) (key ^ (key >>> 32)) & mask;
        while (into[at] != 0) {
            if (into[at] == key) {
                return false;
            }
            at = (at + 1) & mask;
        }
        into[at] = key;
        return true;
    }

    private void grow() {
        var larger = new long[table.length * 2];
        Arrays.stream(table).filter(key -> key != 0).forEach(key -> insert(larger, key));
        table = larger;
    }

    int size() {
        return size;
    }
}
