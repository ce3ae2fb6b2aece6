// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jevent.threadpool.ThreadPool;

/** Programs of other people, as clients of servers here. */
public final class Clients {

    private Clients() {}

    /** Runs a program with that input, on a thread of the pool, and returns what it prints. */
    public static String run(String input, String... command) {
        return ThreadPool.ofHub().apply(() -> {
            Process client = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (var in = client.getOutputStream()) {
                in.write(input.getBytes(UTF_8));
            }
            return new String(client.getInputStream().readAllBytes(), UTF_8);
        });
    }

    /** Runs a program of Python. */
    public static String python(String program, String... arguments) {
        var command = new String[arguments.length + 3];
        command[0] = "/usr/bin/python3";
        command[1] = "-c";
        command[2] = program;
        System.arraycopy(arguments, 0, command, 3, arguments.length);
        return run("", command);
    }
}
