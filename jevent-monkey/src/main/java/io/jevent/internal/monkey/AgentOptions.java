// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.monkey.patch.Patch;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The options of the agent, parsed from a line of text.
 *
 * @param patches the patches to apply
 * @param packages where threads become greenlets
 * @param report whether to say at the end what was patched
 */
public record AgentOptions(Set<Patch> patches, Set<String> packages, boolean report) {

    /** Everything but threads, which need the names of packages, and what simulations patch themselves. */
    public static final Set<Patch> ALL =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(Patch.THREAD, Patch.SIMULATION)));

    /**
     * Reads the text.
     *
     * @param text options separated by commas, in any order
     * @return what it says
     * @throws IllegalArgumentException if it is not understood
     */
    public static AgentOptions parse(String text) {
        Set<Patch> wanted = EnumSet.noneOf(Patch.class);
        Set<Patch> unwanted = EnumSet.noneOf(Patch.class);
        Set<String> packages = new LinkedHashSet<>();
        boolean report = false;
        for (String part : text.split(",", -1)) {
            String option = part.strip();
            if (option.equals("report")) {
                report = true;
            } else if (option.equals("all")) {
                wanted.addAll(ALL);
            } else if (option.startsWith("thread=")) {
                wanted.add(Patch.THREAD);
                packages.add(ThreadPackages.check(option.substring("thread=".length())));
            } else if (option.equals("thread")) {
                throw new IllegalArgumentException(
                        "thread needs the packages whose threads become greenlets: thread=com.example");
            } else if (option.startsWith("no-")) {
                unwanted.add(named(option, option.substring("no-".length())));
            } else {
                wanted.add(named(option, option));
            }
        }
        wanted.removeAll(unwanted);
        if (unwanted.contains(Patch.THREAD)) {
            packages.clear();
        }
        return new AgentOptions(wanted, packages, report);
    }

    private static Patch named(String option, String name) {
        for (Patch patch : Patch.values()) {
            if (patch.option().equals(name)) {
                return patch;
            }
        }
        throw new IllegalArgumentException("cannot patch '" + option + "'; there are "
                + Arrays.stream(Patch.values()).map(Patch::option).collect(Collectors.joining(", "))
                + ", all, no-NAME and report");
    }

    /**
     * Does what they say.
     *
     * @return whether anything was not patched before
     */
    public boolean apply() {
        boolean more = Patcher.get().patch(patches, packages);
        if (report) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.err.print(Report.make())));
        }
        return more;
    }
}
