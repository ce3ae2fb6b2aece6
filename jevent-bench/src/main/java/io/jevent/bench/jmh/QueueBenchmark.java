// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.jmh;

import io.jevent.Jevent;
import io.jevent.queue.Queue;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** Messages between greenlets; each invocation runs a program of its own. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "--add-opens=java.base/java.lang=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class QueueBenchmark {

    private static final int MESSAGES = 100_000;

    /** Two greenlets send a message back and forth over two queues. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void pingPong() {
        Runnable program = () -> {
            var there = new Queue<String>();
            var back = new Queue<String>();
            var one = Jevent.spawn(() -> pass(there, back));
            var other = Jevent.spawn(() -> pass(back, there));
            there.put("message");
            Jevent.joinAll(List.of(one, other));
        };
        Jevent.run(program);
    }

    private static void pass(Queue<String> from, Queue<String> to) {
        for (int i = 0; i < MESSAGES / 2; i++) {
            to.put(from.get());
        }
    }
}
