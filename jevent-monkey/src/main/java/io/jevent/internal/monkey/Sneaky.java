// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

/** Throws what patched methods declare through interfaces that do not. */
final class Sneaky {

    private Sneaky() {}

    /** Declared to return so that callers can write {@code throw raise(t)}. */
    static RuntimeException raise(Throwable t) {
        throw Sneaky.<RuntimeException>thrown(t);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the point of it
    private static <T extends Throwable> T thrown(Throwable t) throws T {
        throw (T) t;
    }
}
