// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** The packages in which threads become greenlets. */
public final class ThreadPackages {

    /** Stands for every package that is neither jevent's nor the JDK's, and for classes without one. */
    static final String EVERY = "*";

    private ThreadPackages() {}

    /**
     * Checks the name of a package.
     *
     * @param name a name
     * @return the name, if it is that of a package or {@code *}
     * @throws IllegalArgumentException if it is neither
     */
    public static String check(String name) {
        if (!name.equals(EVERY)) {
            for (String part : name.split("\\.", -1)) {
                if (!isIdentifier(part)) {
                    throw new IllegalArgumentException("'" + name + "' is no package whose threads could become"
                            + " greenlets; name one as in com.example, or '*' for all");
                }
            }
        }
        return name;
    }

    private static boolean isIdentifier(String part) {
        return !part.isEmpty()
                && Character.isJavaIdentifierStart(part.charAt(0))
                && part.chars().allMatch(Character::isJavaIdentifierPart);
    }

    /** Both together, sorted. */
    static Set<String> union(Collection<String> some, Collection<String> others) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(others);
        return Collections.unmodifiableSet(all);
    }

    /** Whether a class, by its name as class files have it, is in one of the packages or below one. */
    static boolean contain(Collection<String> packages, String className) {
        for (String name : packages) {
            if (name.equals(EVERY) || isIn(className, name.replace('.', '/'))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isIn(String className, String folder) {
        return className.startsWith(folder) && className.startsWith("/", folder.length());
    }
}
