// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Jevent;
import io.jevent.TaskRunner;
import io.jevent.pool.Pool;
import io.jevent.subprocess.Command;
import io.jevent.subprocess.Popen;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The same work four times over, by ten processes and by ten greenlets: are the results in the same order each time?
 */
final class Determinism {

    private Determinism() {}

    // @start region="program"
    private static final List<Integer> NUMBERS = IntStream.range(0, 10).boxed().toList();

    static void main() {
        IO.println(sameOrderEachTime(number -> echoByProcess(number)));
        IO.println(sameOrderEachTime(number -> echo(number)));
    }

    private static boolean sameOrderEachTime(TaskRunner.Mapping<Integer, Integer> work) {
        var pool = new Pool(10);
        List<List<Integer>> runs = new ArrayList<>();
        for (int run = 1; run <= 4; run++) {
            var order = new ArrayList<Integer>();
            pool.imapUnordered(work, NUMBERS).forEachRemaining(order::add);
            runs.add(order);
        }
        return Set.copyOf(runs).size() == 1;
    }

    /** The operating system runs ten processes at a time, in an order of its own. */
    private static int echoByProcess(int number) throws IOException {
        Command echo =
                Popen.shell("sleep 0.001; echo $1", Integer.toString(number)).capture();
        return Integer.parseInt(echo.run().stdoutText().strip());
    }

    private static int echo(int number) {
        Jevent.sleep(Duration.ofMillis(1));
        return number;
    }
    // @end
}
