// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Small numbers for the living: the smallest free one is given next. Any thread may ask for a name, so it locks. */
final class GreenletNumbers {

    private final BitSet used = new BitSet();

    /** The name that {@code greenlet} was given, or one with its number, which it gets now if it has none. */
    synchronized String nameOf(RawGreenlet greenlet) {
        if (greenlet.name == null) {
            int ident = used.nextClearBit(0);
            if (greenlet.isDead()) {
                greenlet.name = text(ident);
            } else {
                greenlet.name = ident;
                used.set(ident);
            }
        }
        return greenlet.name instanceof Integer ident ? text(ident) : String.valueOf(greenlet.name);
    }

    /** The name that {@code greenlet} has, or null if it would get one only now. */
    synchronized @Nullable String knownNameOf(RawGreenlet greenlet) {
        return greenlet.name == null ? null : nameOf(greenlet);
    }

    /** Frees the number of a greenlet that ends or gets another name; it keeps what it was called. */
    void free(RawGreenlet greenlet) {
        if (greenlet.name instanceof Integer ident) {
            greenlet.name = text(ident);
            free(ident);
        }
    }

    private synchronized void free(int ident) {
        used.clear(ident);
    }

    private static String text(int ident) {
        return "Greenlet-".concat(Integer.toString(ident)); // links nothing: the blocking monitor asks
    }
}
