// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

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

    /** Whether a module is one of the JDK's, such as the compiler, whose class loader is that of programs. */
    static boolean isOfTheJdk(Module module) {
        String name = module.getName();
        return name != null && (name.startsWith("java.") || name.startsWith("jdk."));
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
