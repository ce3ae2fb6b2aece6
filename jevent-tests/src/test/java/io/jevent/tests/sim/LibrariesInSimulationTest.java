// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.sim.Simulation;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
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

    @Test
    void hikariAndH2() {
        runTwice(sim -> {
            var order = new StringBuffer();
            var config = new HikariConfig();
            config.setJdbcUrl("jdbc:h2:mem:test");
            config.setPoolName("pool"); // by default the JVM counts them
            config.setMaximumPoolSize(2);
            config.setConnectionTimeout(10_000);
            try (var pool = new HikariDataSource(config);
                    var threads = Executors.newFixedThreadPool(3)) {
                execute(pool, "create table account(id int primary key, balance int)");
                execute(pool, "insert into account values(1, 0)");
                List<Future<?>> done = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    int number = i;
                    done.add(threads.submit(() -> {
                        for (int j = 0; j < 2; j++) {
                            execute(pool, "update account set balance = balance + 1 where id = 1");
                            order.append(number).append(' ');
                        }
                        return null;
                    }));
                }
                for (Future<?> each : done) {
                    each.get();
                }
                order.append(balance(pool));
            }
            assertThat(order.toString()).endsWith("6");
            return order.toString();
        });
    }

    private static void execute(HikariDataSource pool, String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int balance(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery("select balance from account where id = 1")) {
            result.next();
            return result.getInt(1);
        }
    }
}
