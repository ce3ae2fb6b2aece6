// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import io.jevent.threadpool.ThreadPool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;

/** Runs other programs that speak TLS; waits for them block threads of the pool only. */
final class Tool implements AutoCloseable {

    private final Process process;

    Tool(List<String> command) throws IOException {
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    static <T> T aside(Callable<T> work) {
        return ThreadPool.ofHub().apply(work);
    }

    /** Runs a program to its end, with something on its standard input, and returns what it prints. */
    static String run(String input, String... command) throws IOException {
        try (var tool = new Tool(List.of(command))) {
            return aside(() -> {
                try (var in = tool.process.getOutputStream()) {
                    in.write(input.getBytes(StandardCharsets.UTF_8));
                }
                return new String(tool.process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            });
        }
    }

    void type(String text) {
        aside(() -> {
            process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            return null;
        });
    }

    /** Reads the output until it contains {@code wanted}. */
    String readUntil(String wanted) {
        return aside(() -> {
            var seen = new StringBuilder();
            int c;
            while (seen.indexOf(wanted) < 0 && (c = process.getInputStream().read()) >= 0) {
                seen.append((char) c);
            }
            return seen.toString();
        });
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
