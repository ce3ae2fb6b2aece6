// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload;

import io.jevent.Jevent;
import io.jevent.internal.monkey.Patcher;
import io.jevent.monkey.Monkey;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts JVMs that run an empty program, as the launcher does: with an AOT cache that was made beforehand, and with
 * jevent and what it needs on the class path.
 */
public final class Starts implements AutoCloseable {

    private static final String REHEARSE = "rehearse";

    private final String argument;
    private final Path cache;
    private final String flag;

    /**
     * Makes the cache.
     *
     * @param patch what the programs patch; empty for nothing
     */
    public Starts(String patch) throws IOException, InterruptedException {
        argument = patch;
        cache = Files.createTempFile("start", ".aot");
        if (start("-XX:AOTCacheOutput=" + cache, REHEARSE) == 0) {
            flag = "-XX:AOTCache=" + cache;
        } else {
            flag = "-Xshare:auto";
            Rounds.remark("without an AOT cache, which the JVM makes of jars only");
        }
    }

    /** Starts one after the other; returns milliseconds for one. */
    public double round(int programs) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        for (int i = 0; i < programs; i++) {
            int status = start(flag, argument);
            if (status != 0) {
                throw new IOException("the program ended with " + status);
            }
        }
        return (System.nanoTime() - begin) / 1e6 / programs;
    }

    /** Without the jars of the other peers: the JVM looks into each of some eighty. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> Path.of(entry).getFileName().toString().matches("(jevent|netty|jspecify)-.*|classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static int start(String flag, String argument) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-Xlog:aot=off,cds=off",
                flag,
                "-cp",
                classPath(),
                Starts.class.getName(),
                argument));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
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
