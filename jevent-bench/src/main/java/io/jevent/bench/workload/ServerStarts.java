// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts a JVM with an HTTP server, again and again, and waits for its first response. */
public final class ServerStarts implements AutoCloseable {

    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    private static final String JARS = "(jevent-bench|slf4j|jspecify)-.*|classes";
    private static final double MILLI = 1e6;
    private static final int REHEARSALS = 20;

    private final String main;
    private final String classPath;
    private final Path cache;
    private final String flag;

    /**
     * Makes the AOT cache, from a run of the server that has answered a few requests.
     *
     * @param main the server
     * @param jars the names of the jars that it needs, as a regular expression
     * @param cached whether to start with the cache
     */
    public ServerStarts(Class<?> main, String jars, boolean cached) throws IOException, InterruptedException {
        this.main = main.getName();
        classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> Path.of(entry).getFileName().toString().matches(jars + "|" + JARS))
                .collect(Collectors.joining(File.pathSeparator));
        cache = Files.createTempFile("server", ".aot");
        Files.delete(cache);
        if (cached) {
            start("-XX:AOTCacheOutput=" + cache, REHEARSALS);
        }
        flag = Files.exists(cache) ? "-XX:AOTCache=" + cache : "-Xshare:auto";
        if (cached && !Files.exists(cache)) {
            Rounds.remark("without an AOT cache, which the JVM makes of jars only");
        }
    }

    /** Serves the rounds of the row. */
    public static void serve(String[] args, Class<?> main, String jars, boolean cached) throws Exception {
        try (var starts = new ServerStarts(main, jars, cached)) {
            Rounds.serve(args, starts::round);
        }
    }

    /** Starts one after the other; returns milliseconds for one, from its start to its first response. */
    private double round(int servers) throws IOException, InterruptedException {
        double millis = 0;
        for (int i = 0; i < servers; i++) {
            millis += start(flag, 1);
        }
        return millis / servers;
    }

    private double start(String option, int requests) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-Xlog:aot=off,cds=off",
                option,
                "-cp",
                classPath,
                main,
                "1"));
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
            String port = output.readLine();
            while (port != null && !port.matches("\\d+")) {
                port = output.readLine(); // a warning of the JVM
            }
            if (port == null) {
                throw new IOException("the server ended at once");
            }
            ask(Integer.parseInt(port));
            double millis = (System.nanoTime() - begin) / MILLI;
            for (int i = 1; i < requests; i++) {
                ask(Integer.parseInt(port));
            }
            tellMemory(process);
            process.getOutputStream().close();
            // a JVM that cannot make a cache of its class path ends with 1
            if (process.waitFor() != 0 && requests != REHEARSALS) {
                throw new IOException("the server ended with " + process.exitValue());
            }
            return millis;
        } finally {
            process.destroyForcibly();
        }
    }

    private static void ask(int port) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
            var in = socket.getInputStream();
            var answer = new StringBuilder();
            while (answer.indexOf(Hello.TEXT) < 0) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("not the expected response: " + answer);
                }
                answer.append((char) next);
            }
        }
    }

    private static void tellMemory(Process process) throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (Files.exists(status)) {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("VmRSS:")) {
                    long kib = Long.parseLong(line.replaceAll("\\D", ""));
                    Rounds.remark(String.format(
                            Locale.ROOT, "%.1f MiB of memory are resident after the first response", kib / 1024.0));
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(cache);
    }
}
