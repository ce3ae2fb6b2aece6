// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.process;

import io.jevent.Outcome;
import io.jevent.threadpool.ThreadPool;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts processes in a thread: the JDK blocks until the program has begun. */
public final class Launch {

    private static final @Nullable File SETSID = onPath("setsid");

    private Launch() {}

    private record Started(List<Child> children, @Nullable IOException failure) {}

    /**
     * Starts a process. If the wait is cut short, it and its descendants are killed when it has begun.
     *
     * @param builder the process to start
     * @return the process
     * @throws IOException if it cannot be started
     */
    public static Child start(ProcessBuilder builder) throws IOException {
        return startAll(List.of(builder)).getFirst();
    }

    /**
     * Starts processes, each of which reads what the one before it writes. If the wait is cut short, they and their
     * descendants are killed when they have begun.
     *
     * @param builders the processes to start; between two of them the streams are pipes
     * @return the processes
     * @throws IOException if one cannot be started; then none is left
     */
    public static List<Child> startAll(List<ProcessBuilder> builders) throws IOException {
        Outcome<Started> outcome = ThreadPool.ofHub().applyAsync(() -> {
            try {
                return new Started(Child.startAll(builders), null);
            } catch (IOException e) {
                return new Started(List.of(), e);
            }
        });
        try {
            var _ = outcome.joinNanos(Long.MAX_VALUE);
        } catch (Throwable t) {
            outcome.rawlink(() -> kill(outcome.value()));
            throw t;
        }
        Started started = outcome.result();
        if (started.failure != null) {
            throw started.failure;
        }
        return started.children;
    }

    /** In a callback of the hub: lets a thread kill a process that came too late, with its descendants. */
    private static void kill(@Nullable Started started) {
        if (started != null && !started.children.isEmpty()) {
            var _ = ThreadPool.ofHub().applyAsync(() -> {
                for (Child child : started.children) {
                    KillCommand.killTree(child.process().toHandle());
                    child.cutOff();
                }
                return true;
            });
        }
    }

    /**
     * Adds {@code setsid} if the process gets a session.
     *
     * @param command the program and its arguments
     * @param session whether a session is wanted
     * @return the command to start
     */
    public static List<String> commandLine(List<String> command, boolean session) {
        List<String> line = new ArrayList<>();
        if (session) {
            line.add(requireSetsid().getPath());
        }
        line.addAll(command);
        return line;
    }

    /**
     * Returns the program {@code setsid}.
     *
     * @return its path
     * @throws UnsupportedOperationException if there is none
     */
    public static File requireSetsid() {
        File setsid = SETSID;
        if (setsid == null) {
            throw new UnsupportedOperationException(
                    "a session needs the program setsid (of util-linux), which is not on the path");
        }
        return setsid;
    }

    private static @Nullable File onPath(String program) {
        String path = System.getenv("PATH");
        for (String folder : path == null ? new String[0] : path.split(File.pathSeparator, -1)) {
            var file = new File(folder, program);
            if (file.canExecute()) {
                return file;
            }
        }
        return null;
    }
}
