// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * The child's side of the bench: warms up, then answers each line on standard input with the number of one round.
 *
 * <p>The protocol is three kinds of lines on standard output: {@code ready} once after the warm-up, a number for each
 * line that came in, and {@code # words} for a remark that the report prints. The end of the input ends the process.
 * The parent thereby decides whose turn it is, so that no two children ever run a round at once.
 */
public final class Rounds {

    private static final PrintStream OUT = System.out;

    private Rounds() {}

    /** One round of a workload. */
    @FunctionalInterface
    public interface Round {

        /**
         * Runs the workload once.
         *
         * @param operations how many operations to do
         * @return the row's number
         * @throws Exception if the workload failed
         */
        double run(int operations) throws Exception;
    }

    /**
     * Serves rounds until the input ends.
     *
     * @param args the operations of a round and the milliseconds to warm up, 0 for a cold start
     * @param round the workload
     * @throws Exception if the workload failed
     */
    public static void serve(String[] args, Round round) throws Exception {
        int operations = Integer.parseInt(args[0]);
        warmUp(round, operations, TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[1])));
        OUT.println("ready");
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        while (hasTurn(input)) {
            OUT.println(round.run(operations));
        }
    }

    /** Prints a remark that the report shows under the row. */
    public static void remark(String words) {
        OUT.println("# " + words);
    }

    private static void warmUp(Round round, int operations, long nanos) throws Exception {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < nanos) {
            round.run(operations);
        }
    }

    private static boolean hasTurn(BufferedReader input) throws IOException {
        return input.readLine() != null;
    }
}
