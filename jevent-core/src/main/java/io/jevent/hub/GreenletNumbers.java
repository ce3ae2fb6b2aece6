// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.internal.report.SpawnSite;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/*
 * RawGreenlet.name is null, the name that the program gave, or an Integer: the number of a living greenlet, or the
 * complement of the number that it had.
 * Invariant: a number below `lowest` is in use, so that the search for a free one does not begin at 0 each time.
 */
/**
 * The numbers of greenlets without a name: the smallest free one is given next. Locks: any thread may ask for a name.
 */
final class GreenletNumbers {

    private final BitSet used = new BitSet();
    private int lowest;

    /** The name that {@code greenlet} was given, or one with its number, which it gets now if it has none. */
    synchronized String nameOf(RawGreenlet greenlet) {
        int number = numberOf(greenlet);
        return number < 0 ? String.valueOf(greenlet.name) : text(number);
    }

    /**
     * The number of {@code greenlet}, which it gets now if it has neither one nor a name; negative if it has a name.
     */
    private synchronized int numberOf(RawGreenlet greenlet) {
        if (greenlet.name == null) {
            int number = used.nextClearBit(lowest);
            if (greenlet.isDead()) {
                greenlet.name = ~number;
            } else {
                greenlet.name = number;
                used.set(number);
                lowest = number + 1;
            }
        }
        if (greenlet.name instanceof Integer number) {
            return number < 0 ? ~number : number;
        }
        return -1;
    }

    /** The name of {@code greenlet}, with the function or the class that it runs unless the program gave the name. */
    String fullNameOf(RawGreenlet greenlet, SpawnSite site) {
        int number = numberOf(greenlet);
        if (number < 0) {
            return nameOf(greenlet);
        }
        String known = site.fullName(number);
        return known != null
                ? known
                : site.remember(number, text(number).concat(" ").concat(site.label()));
    }

    /** The name that {@code greenlet} has, or null if it would get one only now. */
    synchronized @Nullable String knownNameOf(RawGreenlet greenlet) {
        return greenlet.name == null ? null : nameOf(greenlet);
    }

    /** Frees the number of a greenlet that ends or gets another name; it keeps what it was called. */
    void free(RawGreenlet greenlet) {
        if (greenlet.name instanceof Integer number && number >= 0) {
            greenlet.name = ~number;
            free(number);
        }
    }

    private synchronized void free(int number) {
        used.clear(number);
        lowest = Math.min(lowest, number);
    }

    private static String text(int number) {
        return "Greenlet-".concat(Integer.toString(number)); // links nothing: the blocking monitor asks
    }
}
