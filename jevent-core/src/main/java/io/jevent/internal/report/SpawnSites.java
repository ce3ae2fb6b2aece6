// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.report;

import io.jevent.internal.settings.Setting;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Records where greenlets were made. Walking the stack costs many times what spawning does, so it is walked for the
 * first greenlets of each class of bodies only, unless these came from different lines. The system property
 * {@code jevent.spawnSites} asks for {@code exact} (walk always) or {@code off}.
 */
public final class SpawnSites {

    private static final String MODE = Setting.SPAWN_SITES.choice();
    private static final boolean OFF = MODE.equals("off");
    private static final int WALKS = MODE.equals("exact") ? Integer.MAX_VALUE : 16;
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

    /** Stands for the lines that were not looked for, of greenlets whose bodies have the same class. */
    private record NotLookedFor(@Nullable StackTraceElement first) {
        @Override
        public String toString() {
            return "(unknown; jevent.spawnSites=exact tells"
                    + (first == null ? ")" : "; the first with this body: " + Stacks.text(first) + ")");
        }
    }

    /**
     * Returns where a greenlet is being made, for {@link #describe}.
     *
     * @param body the class of what it runs
     * @param made the class of the greenlet, whose constructors are passed over
     * @param siteOfSpawner the site of a greenlet that only jevent's own code has a hand in
     */
    public static @Nullable Object record(Class<?> body, Class<?> made, @Nullable Object siteOfSpawner) {
        if (OFF) {
            return null;
        }
        Object site = SITES.get(body).here(made);
        return site == null ? siteOfSpawner : site;
    }

    public static String describe(@Nullable Object site) {
        if (site instanceof StackTraceElement line) {
            return Stacks.text(line);
        }
        return site != null ? site.toString() : OFF ? "(unknown; jevent.spawnSites=off)" : "(unknown)";
    }

    /** Returns the key of the group in which a report shows greenlets with this site. */
    public static @Nullable Object group(@Nullable Object site) {
        return site instanceof NotLookedFor later ? later.first : site;
    }

    private static @Nullable StackTraceElement walk(Class<?> made) {
        return WALKER.walk(frames -> frames.filter(
                        f -> !ofLibrary(f.getClassName()) && !(isConstructor(f) && isOf(f.getClassName(), made)))
                .findFirst()
                .map(StackWalker.StackFrame::toStackTraceElement)
                .orElse(null));
    }

    private static boolean isConstructor(StackWalker.StackFrame frame) {
        return frame.getMethodName().equals("<init>");
    }

    private static boolean isOf(String className, Class<?> made) {
        for (Class<?> type = made; type != null; type = type.getSuperclass()) {
            if (type.getName().equals(className)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a class is jevent's own and not one of its examples or tests. */
    public static boolean ofLibrary(String className) {
        return className.equals("java.lang.VirtualThread")
                || (className.startsWith("io.jevent.")
                        && !USER_CODE.matcher(className).find());
    }

    /** The spawn site of the bodies of one class. Races between hubs do no harm: they only walk once more. */
    private static final class Site {
        private @Nullable StackTraceElement first;
        private @Nullable NotLookedFor later;
        private int same;

        /** A line, {@link NotLookedFor}, or null if only jevent's own code was on the stack. */
        @Nullable
        Object here(Class<?> made) {
            if (same >= WALKS) {
                return first == null ? null : later();
            }
            StackTraceElement site = walk(made);
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

        private NotLookedFor later() {
            NotLookedFor known = later;
            if (known == null) {
                known = new NotLookedFor(first);
                later = known;
            }
            return known;
        }
    }
}
