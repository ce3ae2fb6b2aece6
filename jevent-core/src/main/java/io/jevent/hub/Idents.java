// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import java.util.BitSet;

/** Small numbers for the living: the smallest free one is given next. Any thread may ask for a name, so it locks. */
final class Idents {

    private final BitSet used = new BitSet();

    synchronized int allocate() {
        int ident = used.nextClearBit(0);
        used.set(ident);
        return ident;
    }

    synchronized void free(int ident) {
        used.clear(ident);
    }
}
