// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.report;

import io.jevent.internal.settings.Setting;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The place where a greenlet was made, and the class of its body. Walking the stack costs many times what spawning
 * does, so it is walked for the first greenlets of each class of bodies only, unless these came from different lines.
 * The system property {@code jevent.spawnSites} asks for {@code exact} (walk always) or {@code off}. A private class of
 * greenlets of jevent's own works for others, who start it where it tells nothing: it has the place of the greenlet
 * that started it.
 */
public final class SpawnSite {

    private static final String MODE = Setting.SPAWN_SITES.choice();
    private static final boolean OFF = MODE.equals("off");
    private static final int WALKS = MODE.equals("exact") ? Integer.MAX_VALUE : 16;

    /** The modifier of a private class; its constant is a class of reflection. */
    private static final int PRIVATE = 0x2;

    private static final Pattern USER_CODE =
            Pattern.compile("^io\\.jevent\\.(examples|bench|docs|tests)\\.|Test(\\$|$)");
    private static final int REMEMBERED = 128;
    private static final StackWalker WALKER = StackWalker.getInstance();

    private static final ClassValue<Body> BODIES = new ClassValue<>() {
        @Override
        protected Body computeValue(Class<?> type) {
            return new Body(type);
        }
    };

    private final Class<?> body;
    private final @Nullable StackTraceElement line;

    /** Whether the greenlet was made at {@link #line}, rather than the first one with this body. */
    private final boolean exact;

    private @Nullable String label;

    /**
     * The full names of greenlets with small numbers, which soon others of this site have; made for the second one. A
     * race between hubs does no harm: the name of a number is always the same.
     */
    private @Nullable String @Nullable [] fullNames;

    private boolean isRepeated;

    private SpawnSite(Class<?> body, @Nullable StackTraceElement line, boolean exact) {
        this.body = body;
        this.line = line;
        this.exact = exact;
    }

    /**
     * Returns where a greenlet is being made.
     *
     * @param body the class of its body
     * @param made the class of the greenlet, whose constructors are passed over
     * @param ofSpawner the site of the greenlet that makes it, for one that only jevent's own code has a hand in
     * @return the site, or null if nothing is known
     */
    public static @Nullable SpawnSite of(Class<?> body, Class<?> made, @Nullable SpawnSite ofSpawner) {
        SpawnSite here = BODIES.get(body).site(made);
        return here == null ? ofSpawner : here;
    }

    /**
     * Describes a site in a report.
     *
     * @param site the site, or null
     * @return its line of source, or why that is not known
     */
    public static String describe(@Nullable SpawnSite site) {
        if (site != null && site.exact && site.line != null) {
            return Stacks.text(site.line);
        }
        if (OFF) {
            return "(unknown; jevent.spawnSites=off)";
        }
        return site == null
                ? "(unknown)"
                : "(unknown; jevent.spawnSites=exact tells"
                        + (site.line == null ? ")" : "; the first with this body: " + Stacks.text(site.line) + ")");
    }

    /**
     * Returns the key of the group in which a report shows greenlets with a site.
     *
     * @param site the site, or null
     * @return its line, or null
     */
    public static @Nullable Object group(@Nullable SpawnSite site) {
        return site == null ? null : site.line;
    }

    /**
     * Names the function or the class that a greenlet runs: the simple name of a class of the program, or, for a lambda
     * expression, the method and the line where the greenlet was made.
     *
     * @return for example {@code fetch(Crawler.java:31)}
     */
    public String label() {
        String known = label;
        if (known == null) {
            known = isNamedByProgram(body) ? body.getSimpleName() : line == null ? outerName(body) : function(line);
            label = known;
        }
        return known;
    }

    /**
     * Returns what was remembered for a number.
     *
     * @param number the number of a greenlet of this site
     * @return its full name, or null
     */
    public @Nullable String fullName(int number) {
        @Nullable String[] known = fullNames;
        return known == null || number >= REMEMBERED ? null : known[number];
    }

    /**
     * Remembers the full name of a greenlet with a small number: a greenlet that is spawned when it has ended gets the
     * same, and no garbage is made for it.
     *
     * @param number the number of a greenlet of this site
     * @param name its full name
     * @return the name
     */
    public String remember(int number, String name) {
        if (isRepeated && number < REMEMBERED) {
            @Nullable String[] known = fullNames;
            if (known == null) {
                known = new @Nullable String[REMEMBERED];
                fullNames = known;
            }
            known[number] = name;
        }
        isRepeated = true;
        return name;
    }

    private static boolean isNamedByProgram(Class<?> type) {
        return !type.isHidden() && !type.isAnonymousClass() && !ofLibrary(type.getName());
    }

    /** The method of a line and its place, {@code main} for code of a lambda expression in {@code main}. */
    private static String function(StackTraceElement line) {
        String method = line.getMethodName();
        if (method.startsWith("lambda$")) {
            method = method.substring("lambda$".length(), Math.max("lambda$".length(), method.lastIndexOf('$')));
        }
        return method + "(" + line.getFileName() + ":" + line.getLineNumber() + ")";
    }

    /** The simple name of the class that contains a lambda expression or an anonymous class. */
    private static String outerName(Class<?> type) {
        String name = type.getName();
        String simple =
                name.substring(name.lastIndexOf('.', name.indexOf('$') < 0 ? name.length() : name.indexOf('$')) + 1);
        int end = simple.indexOf('$');
        return end < 0 ? simple : simple.substring(0, end);
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

    /**
     * Returns whether a class is jevent's own and not one of its examples or tests, or a thread of the JDK.
     *
     * @param className the binary name of the class
     * @return false for a class of the program or of another library
     */
    public static boolean ofLibrary(String className) {
        return className.equals("java.lang.VirtualThread")
                || className.equals("java.lang.Thread")
                || (className.startsWith("io.jevent.")
                        && !USER_CODE.matcher(className).find());
    }

    /** The bodies of one class. Races between hubs do no harm: they only walk once more. */
    private static final class Body {
        private final Class<?> type;
        private final boolean isPrivate;
        private @Nullable SpawnSite first;
        private @Nullable SpawnSite later;
        private int same;

        Body(Class<?> type) {
            this.type = type;
            isPrivate = ofLibrary(type.getName()) && (type.getModifiers() & PRIVATE) != 0;
        }

        /** The site of a greenlet that is being made, or null if only jevent's own code is on the stack. */
        @Nullable
        SpawnSite site(Class<?> made) {
            if (OFF) {
                return ofLibrary(type.getName()) ? null : later();
            }
            if (isPrivate && made == type) {
                return null;
            }
            if (same >= WALKS) {
                return first == null ? null : later();
            }
            StackTraceElement line = walk(made);
            SpawnSite known = first;
            if (same == 0) {
                known = line == null ? null : new SpawnSite(type, line, true);
                first = known;
            }
            if (Objects.equals(line, group(known))) {
                same++;
                return known;
            }
            same = Integer.MIN_VALUE / 2;
            return line == null ? null : new SpawnSite(type, line, true);
        }

        private SpawnSite later() {
            SpawnSite known = later;
            if (known == null) {
                known = new SpawnSite(type, first == null ? null : first.line, false);
                later = known;
            }
            return known;
        }
    }
}
