// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where greenlets were made. Walking the stack costs several times what spawning does, and nearly always the class of a
 * body, a lambda's above all, is made in one place only; so the stack is walked for the first greenlets of each class
 * and, if all of them came from the same line, that line is taken for the later ones. The system property
 * {@code jevent.spawnSites} asks for {@code exact} (walk always) or {@code off}.
 */
final class SpawnSites {

    private static final String MODE = System.getProperty("jevent.spawnSites", "adaptive");
    private static final boolean OFF = MODE.equals("off");
    private static final int TRUSTED_AFTER = MODE.equals("exact") ? Integer.MAX_VALUE : 16;
    private static final Pattern USER_CODE =
            Pattern.compile("^io\\.jevent\\.(examples|bench|docs|tests)\\.|Test(\\$|$)");
    private static final StackWalker WALKER = StackWalker.getInstance();

    private static final ClassValue<Site> SITES = new ClassValue<>() {
        @Override
        protected Site computeValue(Class<?> type) {
            return new Site();
        }
    };

    private SpawnSites() {}

    /** A {@link StackTraceElement}, or null. What only jevent has a hand in was made where its spawner was. */
    static @Nullable Object record(Object body, @Nullable Object siteOfSpawner) {
        if (OFF) {
            return null;
        }
        Object site = SITES.get(body.getClass()).here();
        return site == null ? siteOfSpawner : site;
    }

    static String describe(@Nullable Object site) {
        if (site == null) {
            return OFF ? "(unknown; jevent.spawnSites=off)" : "(unknown)";
        }
        return Stacks.text((StackTraceElement) site);
    }

    private static @Nullable StackTraceElement walk() {
        return WALKER.walk(frames -> frames.filter(f -> !ofLibrary(f.getClassName()))
                .findFirst()
                .map(StackWalker.StackFrame::toStackTraceElement)
                .orElse(null));
    }

    /** Whether a class is jevent's own and not one of its examples or tests. */
    static boolean ofLibrary(String className) {
        return className.equals("java.lang.VirtualThread")
                || (className.startsWith("io.jevent.")
                        && !USER_CODE.matcher(className).find());
    }

    /** What is known of the bodies of one class. Races between hubs do no harm: they only walk once more. */
    private static final class Site {
        private @Nullable StackTraceElement first;
        private int same;

        @Nullable
        StackTraceElement here() {
            if (same >= TRUSTED_AFTER) {
                return first;
            }
            StackTraceElement site = walk();
            if (same == 0) {
                first = site;
            }
            if (Objects.equals(site, first)) {
                same++;
            } else {
                same = Integer.MIN_VALUE / 2;
            }
            return site;
        }
    }
}
