// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The server of the rows on HTTP clients, in a process of its own, and the number of its clients' tasks. */
public final class HttpTarget implements AutoCloseable {

    /** The number of tasks that call at once. */
    public static final int TASKS = 64;

    private final Process process;
    private final String address;

    private HttpTarget(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts the server.
     *
     * @param secure whether it speaks TLS, and so HTTP/2
     * @return the server
     */
    public static HttpTarget start(boolean secure) throws IOException {
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "io.jevent.bench.workload.ours.ClientTarget",
                Boolean.toString(secure));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        String port = output.readLine();
        if (port == null) {
            throw new IOException("the server of the row has ended at once");
        }
        return new HttpTarget(process, (secure ? "https" : "http") + "://127.0.0.1:" + port + "/");
    }

    /** Returns the address. */
    public String address() {
        return address;
    }

    /** Throws if a response is not the expected one. */
    public static void check(int status, String body) {
        if (status != 200 || !body.equals(Hello.TEXT)) {
            throw new IllegalStateException("not the expected response: " + status + " " + body);
        }
    }

    /** Returns the calls of a task in a round. */
    public static int callsOf(int operations) {
        return Math.max(1, operations / TASKS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
