// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import java.util.Collection;
import java.util.List;

/** Whose classes are whose, by their names as class files have them. */
final class Ownership {

    /** Of jevent, what is written as its users' programs are. */
    private static final List<String> LIKE_USERS =
            List.of("io/jevent/examples/", "io/jevent/docs/", "io/jevent/tests/", "io/jevent/bench/");

    /** Netty measures the real time that its loop waits. */
    private static final List<String> OURS = List.of("io/jevent/", "io/netty/", "java/", "jdk/", "sun/");

    private Ownership() {}

    /** Whether a class is neither jevent's nor the JDK's. */
    static boolean isForeign(String name) {
        return startsWithOne(name, LIKE_USERS) || !startsWithOne(name, OURS);
    }

    /** Whether a class is in one of the packages, or below one. */
    static boolean isIn(String name, Collection<String> packages) {
        for (String p : packages) {
            if (p.isEmpty() || (name.startsWith(p) && name.startsWith("/", p.length()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWithOne(String name, List<String> starts) {
        for (String start : starts) {
            if (name.startsWith(start)) {
                return true;
            }
        }
        return false;
    }
}
