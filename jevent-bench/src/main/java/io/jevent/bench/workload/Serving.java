// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The server's side of the rows that have a load generator: prints the port, then answers each line on standard input
 * with the heap in use. The end of the input ends the process.
 */
public final class Serving {

    /** The longest message that an echo server can take in one go. */
    public static final int MESSAGE = 256;

    /** How many connections the operating system is to keep for the server. */
    public static final int BACKLOG = 4096;

    private Serving() {}

    /**
     * Tells the generator where to connect to. Returns at once.
     *
     * @param port where the server listens
     */
    public static void at(int port) {
        var answering = new Thread(Serving::answer, "answers to the generator");
        answering.setDaemon(true);
        answering.start();
        System.out.println(port);
    }

    private static void answer() {
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        try {
            while (input.readLine() != null) {
                System.out.println(Heap.used());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }
}
