// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Runs programs of others. */
public final class Command {

    private Command() {}

    /** Runs a program to its end; returns all that it has printed. */
    public static String output(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
