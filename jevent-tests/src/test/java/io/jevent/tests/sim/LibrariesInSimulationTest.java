// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.sim.Simulation;
import io.jevent.tests.programs.OwnJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;

/** Libraries that know nothing of jevent, in 1,000 schedules that are the same when they are run again. */
class LibrariesInSimulationTest {

    private static final int SCHEDULES = 1000;

    /** Returns what the program tells about itself in each schedule. */
    private interface Program {
        String run(io.jevent.sim.Sim sim) throws Exception;
    }

    private static void runTwice(Program program) {
        List<String> first = traces(program);
        assertThat(traces(program)).isEqualTo(first);
        assertThat(first.stream().distinct().count()).isGreaterThan(SCHEDULES / 2);
    }

    private static List<String> traces(Program program) {
        List<String> traces = new ArrayList<>();
        var _ = Simulation.named("test").schedules(SCHEDULES).run(sim -> {
            String told = program.run(sim);
            traces.add(told + " at " + sim.time().now());
        });
        return traces;
    }

    @Test
    @SuppressWarnings({"deprecation", "JdkObsolete"}) // the pool that most programs use; threads share the buffer
    void jedisAndItsPool() {
        runTwice(sim -> {
            var _ = sim.node("redis", "10.0.0.1", _ -> new SmallRedis().serve(6379));
            Jevent.sleep(Duration.ofMillis(1));
            var order = new StringBuffer();
            Greenlet<?> client = sim.client(() -> {
                var config = new JedisPoolConfig();
                config.setMaxTotal(2);
                config.setMaxWait(Duration.ofSeconds(10));
                config.setJmxEnabled(false);
                try (var pool = new JedisPool(config, "redis", 6379);
                        var threads = Executors.newFixedThreadPool(3)) {
                    for (int i = 0; i < 3; i++) {
                        int number = i;
                        threads.execute(() -> {
                            for (int j = 0; j < 3; j++) {
                                try (Jedis jedis = pool.getResource()) {
                                    order.append(number + ":" + jedis.incr("count") + " ");
                                }
                            }
                        });
                    }
                }
                return true;
            });
            var _ = client.get();
            assertThat(order).contains(":9");
            return order.toString();
        });
    }

    /** Prints what each schedule does, in two explorations. */
    private static List<String> inOwnJvm(String program, String collector, Path folder) throws Exception {
        return new OwnJvm(LibraryPrograms.class, program, String.valueOf(SCHEDULES))
                .flag("-XX:+UnlockExperimentalVMOptions")
                .flag("-XX:hashCode=2")
                .flag("-XX:+EnableDynamicAgentLoading")
                .flag(collector)
                .errorsTo(folder.resolve("errors"))
                .run()
                .lines()
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"send", "sendAsync"})
    void theHttpClientOfTheJdk(String program, @TempDir Path folder) throws Exception {
        List<String> lines = inOwnJvm(program, "-XX:+UseSerialGC", folder);
        List<String> first = lines.subList(0, SCHEDULES);
        assertThat(lines.subList(SCHEDULES, lines.size())).isEqualTo(first);
        assertThat(inOwnJvm(program, "-XX:+UseParallelGC", folder)).isEqualTo(lines);
        assertThat(first).allMatch(line -> line.contains("/0") && line.contains("/1") && line.contains("/2"));
        assertThat(first.stream().distinct().count()).isGreaterThan(SCHEDULES / 2);
        if (program.equals("send")) {
            assertThat(first).allMatch(line -> line.contains(" timeout at PT10."));
        }
    }

    @Test
    void hikariAndH2(@TempDir Path folder) throws Exception {
        List<String> lines = inOwnJvm("hikari", "-XX:+UseSerialGC", folder);
        List<String> first = lines.subList(0, SCHEDULES);
        assertThat(lines.subList(SCHEDULES, lines.size())).isEqualTo(first);
        assertThat(inOwnJvm("hikari", "-XX:+UseParallelGC", folder)).isEqualTo(lines);
        assertThat(first).allMatch(line -> line.contains("balance 6 at PT0.03S"));
        assertThat(first.stream().distinct().count()).isGreaterThan(SCHEDULES / 2);
    }
}
