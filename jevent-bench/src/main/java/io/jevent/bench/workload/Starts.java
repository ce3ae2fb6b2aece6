// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload;

import io.jevent.Jevent;
import io.jevent.internal.monkey.Patcher;
import io.jevent.monkey.Monkey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts JVMs that run an empty program, as the launcher does: with an AOT cache that was made beforehand. */
public final class Starts implements AutoCloseable {

    private static final String REHEARSE = "rehearse";

    private final String argument;
    private final Path cache;

    /**
     * Makes the cache.
     *
     * @param patch what the programs patch; empty for nothing
     */
    public Starts(String patch) throws IOException, InterruptedException {
        argument = patch;
        cache = Files.createTempFile("start", ".aot");
        start("-XX:AOTCacheOutput=" + cache, REHEARSE);
    }

    /** Starts one after the other; returns milliseconds for one. */
    public double round(int programs) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        for (int i = 0; i < programs; i++) {
            start("-XX:AOTCache=" + cache, argument);
        }
        return (System.nanoTime() - begin) / 1e6 / programs;
    }

    private static void start(String flag, String argument) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-Xlog:aot=off,cds=off",
                flag,
                "-cp",
                System.getProperty("java.class.path"),
                Starts.class.getName(),
                argument));
        int status = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("the program ended with " + status + ": " + command);
        }
    }

    /**
     * The program.
     *
     * @param args what to patch
     * @throws Exception if that fails
     */
    public static void main(String[] args) throws Exception {
        if (args[0].equals(REHEARSE)) {
            Patcher.rehearse();
        } else if (!args[0].isEmpty()) {
            boolean _ = Monkey.patch(args[0]);
        }
        boolean _ = Jevent.run(() -> true);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(cache);
    }
}
