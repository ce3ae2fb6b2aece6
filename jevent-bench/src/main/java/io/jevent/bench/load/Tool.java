// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A program that makes the load. */
final class Tool {

    private Tool() {}

    /**
     * Runs a program to its end.
     *
     * @param command the program and its arguments
     * @param debian the package that has it
     * @return what it said
     * @throws IOException if there is no such program, or it failed
     */
    static String run(List<String> command, String debian) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new IOException(command.getFirst() + " is not installed; apt-get install " + debian, e);
        }
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command.getFirst() + " failed: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command.getFirst() + " ran", e);
        }
        return said;
    }
}
