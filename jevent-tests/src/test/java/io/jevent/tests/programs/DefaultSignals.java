// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.programs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts programs with signals at their defaults. A shell has what runs in its background ignore SIGINT, {@code nohup}
 * has it ignore SIGHUP, and children inherit that.
 */
public final class DefaultSignals {

    private static final List<String> ENV = List.of("env", "--default-signal=INT,QUIT,HUP");

    /** Whether the {@code env} of the system can, once it is known. */
    private static volatile @Nullable Boolean can;

    private DefaultSignals() {}

    /**
     * Returns the command that starts a program so, where the system has an {@code env} that can.
     *
     * @param command the program and its arguments
     * @return a command with the same process id and status
     * @throws IOException if there is no {@code env} at all
     * @throws InterruptedException if the thread is interrupted
     */
    public static List<String> of(List<String> command) throws IOException, InterruptedException {
        if (can == null) {
            can = new ProcessBuilder(followedBy(ENV, List.of("true"))).start().waitFor() == 0;
        }
        return can ? followedBy(ENV, command) : command;
    }

    private static List<String> followedBy(List<String> first, List<String> then) {
        var all = new ArrayList<>(first);
        all.addAll(then);
        return all;
    }
}
