// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.carrier;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/*
 * Linux tells of each thread whether it is runnable, and how often it has left a processor. Two passes that find every
 * thread asleep, with the same counts, show that no thread ran between its two readings; all these intervals contain
 * the moment between the passes, so at that moment all slept and none had been woken. One pass would not do: a thread
 * that is read late may have woken one that was read early. A listing leaves threads out if others end meanwhile, so it
 * counts only if it is as long as the system says.
 */
/** Asks the operating system whether another thread of this process runs or is about to. */
public final class KernelThreads {

    /** The states of the threads. */
    public enum Look {
        /** A thread runs, or was woken and waits for a processor. */
        RUNNABLE,
        /** At one moment all others slept. */
        ASLEEP,
        /** This system does not tell. */
        UNKNOWN
    }

    private static final int TRIES = 3;
    private static final Path TASKS = Path.of("/proc/self/task");
    private static final Path PROCESS = Path.of("/proc/self/status");
    private static final Path SELF = Path.of("/proc/thread-self");
    private static final Pattern NAME = Pattern.compile("^Name:\\t(.*)$", Pattern.MULTILINE);
    private static final Pattern THREADS = Pattern.compile("^Threads:\\t(\\d+)$", Pattern.MULTILINE);
    private static final Pattern STATE = Pattern.compile("^State:\\t(.)", Pattern.MULTILINE);
    private static final Pattern COUNTS = Pattern.compile(
            "^voluntary_ctxt_switches:\\t(\\d+)\\nnonvoluntary_ctxt_switches:\\t(\\d+)$", Pattern.MULTILINE);

    /** The JVM's compilers and its clock, which run now and then and wake no thread of the program. */
    private static final Pattern UNINVOLVED = Pattern.compile("(C[12] CompilerThre|VM Periodic Tas).*");

    private KernelThreads() {}

    /**
     * Looks at all threads of this process but the calling one.
     *
     * @return what they do
     */
    public static Look look() {
        try {
            String self = Files.readSymbolicLink(SELF).getFileName().toString();
            for (int i = 0; i < TRIES; i++) {
                var first = new HashMap<String, String>();
                var second = new HashMap<String, String>();
                if (readAsleep(self, first) && readAsleep(self, second) && first.equals(second)) {
                    return Look.ASLEEP;
                }
            }
            return Look.RUNNABLE;
        } catch (IOException | RuntimeException e) {
            return Look.UNKNOWN;
        }
    }

    /** Reads how often each thread has left a processor; false if one is runnable. */
    private static boolean readAsleep(String self, Map<String, String> counts) throws IOException {
        int listed = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                listed++;
                String id = task.getFileName().toString();
                if (!id.equals(self) && !readAsleep(task, id, counts)) {
                    return false;
                }
            }
        }
        return listed == threads();
    }

    private static int threads() throws IOException {
        Matcher count = THREADS.matcher(read(PROCESS));
        if (!count.find()) {
            throw new IOException("not the status of a process on Linux: " + PROCESS);
        }
        return Integer.parseInt(count.group(1));
    }

    private static String read(Path status) throws IOException {
        return new String(Files.readAllBytes(status), StandardCharsets.ISO_8859_1);
    }

    private static boolean readAsleep(Path task, String id, Map<String, String> counts) throws IOException {
        String status;
        try {
            status = read(task.resolve("status"));
        } catch (IOException e) {
            return false; // it has just ended
        }
        Matcher name = NAME.matcher(status);
        if (name.find() && UNINVOLVED.matcher(name.group(1)).matches()) {
            return true;
        }
        Matcher state = STATE.matcher(status);
        Matcher count = COUNTS.matcher(status);
        if (!state.find() || !count.find()) {
            throw new IOException("not the status of a thread on Linux: " + task);
        }
        counts.put(id, count.group());
        return "RD".indexOf(state.group(1).charAt(0)) < 0;
    }
}
