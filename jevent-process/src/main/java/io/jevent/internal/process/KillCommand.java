// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sends signals by the program {@code kill}, since the JDK can send two of them only. Blocks the calling thread. */
public final class KillCommand {

    private KillCommand() {}

    /**
     * Sends a signal.
     *
     * @param name the signal
     * @param targets numbers of processes, or of groups with a minus sign
     * @return whether all could be sent
     * @throws IOException if there is no program {@code kill}
     * @throws InterruptedException if the thread is interrupted
     */
    public static boolean send(String name, List<String> targets) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", "-s", name, "--"));
        command.addAll(targets);
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    /**
     * Kills a process and its descendants. They are stopped first, until no new ones are found: a stopped process
     * cannot start another one between the search and the kill.
     *
     * @param root the first process
     * @throws InterruptedException if the thread is interrupted; all that was found is killed all the same
     */
    public static void killTree(ProcessHandle root) throws InterruptedException {
        Map<Long, ProcessHandle> tree = new LinkedHashMap<>();
        try {
            while (true) {
                List<ProcessHandle> found = new ArrayList<>();
                found.add(root);
                root.descendants().forEach(found::add);
                found.removeIf(handle -> tree.putIfAbsent(handle.pid(), handle) != null);
                if (found.isEmpty()) {
                    return;
                }
                var _ = send(
                        "STOP", found.stream().map(h -> Long.toString(h.pid())).toList());
            }
        } catch (IOException _) {
            // no such program: the processes found are killed without a stop
        } finally {
            tree.values().forEach(ProcessHandle::destroyForcibly);
        }
    }
}
