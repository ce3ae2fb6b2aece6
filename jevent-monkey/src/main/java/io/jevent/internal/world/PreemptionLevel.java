// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.world;

import java.util.Collection;
import java.util.List;

/** Where the threads of a program may be interrupted; each level includes those before it. */
public enum PreemptionLevel {
    /** Where they wait. */
    WAITS,
    /** Before operations that synchronize. */
    SYNC,
    /** Before each access of a field or an array. */
    FIELDS;

    /** Stands for every package that is neither jevent's nor the JDK's nor a test framework's. */
    public static final String EVERY = "*";

    /** Classes of these are in their packages only if those are named. */
    private static final List<String> NOT_EVERY = List.of(
            "java/",
            "org/junit/",
            "org/assertj/",
            "org/hamcrest/",
            "org/mockito/",
            "org/opentest4j/",
            "org/apiguardian/");

    /**
     * Whether a class belongs to packages.
     *
     * @param text a text that begins with the name of the class, in internal form
     * @param packages names of packages, in internal form, or {@link #EVERY}
     * @return true if the class is in one of them or below
     */
    public static boolean isIn(String text, Collection<String> packages) {
        for (String name : packages) {
            boolean included = name.equals(EVERY)
                    ? NOT_EVERY.stream().noneMatch(text::startsWith)
                    : text.startsWith(name) && text.startsWith("/", name.length());
            if (included) {
                return true;
            }
        }
        return false;
    }
}
