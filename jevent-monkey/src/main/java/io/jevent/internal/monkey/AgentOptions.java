// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.monkey.Monkey;
import io.jevent.monkey.Patch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is written after the name of the agent. */
public final class AgentOptions {

    private AgentOptions() {}

    /**
     * Does what the options say.
     *
     * @param options separated by commas; null for none
     */
    public static void apply(@Nullable String options) {
        if (options == null || options.isBlank()) {
            return;
        }
        Set<Patch> wanted = EnumSet.noneOf(Patch.class);
        List<String> packages = new ArrayList<>();
        boolean report = false;
        for (String option : options.split(",", -1)) {
            if (option.equals("report")) {
                report = true;
            } else {
                read(option.strip(), wanted, packages);
            }
        }
        Patcher.get().patch(wanted, packages);
        if (report) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.err.print(Monkey.report())));
        }
    }

    private static void read(String option, Set<Patch> wanted, List<String> packages) {
        if (option.equals("all")) {
            wanted.addAll(Monkey.ALL);
        } else if (option.startsWith("thread=")) {
            wanted.add(Patch.THREAD);
            packages.add(option.substring("thread=".length()));
        } else if (option.startsWith("no-")) {
            wanted.remove(named(option, option.substring("no-".length())));
        } else if (option.equals("thread")) {
            throw new IllegalArgumentException(
                    "thread needs the packages whose threads become greenlets:" + " thread=com.example");
        } else {
            wanted.add(named(option, option));
        }
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
}
