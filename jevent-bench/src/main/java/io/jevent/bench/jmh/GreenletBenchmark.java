// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.jmh;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import java.util.ArrayList;
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

/** Switches and spawns of greenlets; each invocation runs a program of its own. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "--add-opens=java.base/java.lang=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GreenletBenchmark {

    private static final int OPERATIONS = 100_000;

    /** Two greenlets yield to each other. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void yieldInTurn() {
        Runnable yielder = () -> {
            for (int i = 0; i < OPERATIONS / 2; i++) {
                Jevent.sleep();
            }
        };
        Runnable program = () -> Jevent.joinAll(List.of(Jevent.spawn(yielder), Jevent.spawn(yielder)));
        Jevent.run(program);
    }

    /** Greenlets return at once. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void spawnAndJoin() {
        Runnable body = () -> {};
        Runnable program = () -> {
            var greenlets = new ArrayList<Greenlet<?>>(OPERATIONS);
            for (int i = 0; i < OPERATIONS; i++) {
                greenlets.add(Jevent.spawn(body));
            }
            Jevent.joinAll(greenlets);
        };
        Jevent.run(program);
    }
}
