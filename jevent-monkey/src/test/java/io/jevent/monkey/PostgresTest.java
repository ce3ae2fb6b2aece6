// SPDX-License-Identifier: Apache-2.0
package io.jevent.monkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.testing.junit.HubTest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.example.foreign.Servers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The JDBC driver and HikariCP as they come, with a real PostgreSQL. */
class PostgresTest {

    private static Servers postgres;

    @BeforeAll
    static void start() throws Exception {
        postgres = Servers.postgres();
        Monkey.patchAll();
    }

    @AfterAll
    static void stop() throws Exception {
        if (postgres != null) {
            postgres.close();
        }
    }

    private static HikariDataSource pool(int connections) {
        var config = new HikariConfig();
        config.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + postgres.port() + "/postgres");
        config.setUsername("test");
        config.setMaximumPoolSize(connections);
        return new HikariDataSource(config);
    }

    private static String ask(HikariDataSource pool, String query) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            answer.next();
            return answer.getString(1);
        }
    }

    /** The database wakes them when the lock is released, which happens after all of them wait. */
    @HubTest(realTime = true)
    void manyGreenletsWaitInTheDatabaseAtTheSameTimeAndTheTickerGoesOn() throws Exception {
        int count = 20;
        try (var pool = pool(count + 2);
                Connection holder = pool.getConnection();
                Statement lock = holder.createStatement();
                var beats = Beats.watch()) {
            lock.execute("select pg_advisory_lock(1)");
            List<Greenlet<String>> waiting = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                waiting.add(Jevent.spawn(() -> ask(pool, "select pg_advisory_lock_shared(1)")));
            }
            while (!ask(pool, "select count(*) from pg_locks where not granted").equals("" + count)) {
                Jevent.sleep(Duration.ofMillis(1));
            }
            beats.mustGoOnWhile(() -> waiting.stream().noneMatch(Greenlet::isDead));
            lock.execute("select pg_advisory_unlock(1)");
            for (Greenlet<String> one : waiting) {
                assertThat(one.result()).isEmpty();
            }
        }
    }

    @HubTest(realTime = true)
    void moreGreenletsThanConnectionsTakeTurns() throws Exception {
        try (var pool = pool(3)) {
            List<Greenlet<String>> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                int n = i;
                all.add(Jevent.spawn(() -> ask(pool, "select " + n)));
            }
            for (int i = 0; i < 100; i++) {
                assertThat(all.get(i).result()).isEqualTo("" + i);
            }
        }
    }

    @HubTest(realTime = true)
    void aConnectionWhoseGreenletTimesOutIsNotUsedAgain() throws Exception {
        try (var pool = pool(1)) {
            String before = ask(pool, "select pg_backend_pid()");
            Greenlet<String> sleeper = Jevent.spawn(() -> {
                try (var _ = Timeout.startNew(Duration.ofMillis(100))) {
                    return ask(pool, "select pg_sleep(30)");
                }
            });
            assertThatThrownBy(sleeper::result).isInstanceOf(Timeout.class);
            assertThat(ask(pool, "select 'clean'")).isEqualTo("clean");
            assertThat(ask(pool, "select pg_backend_pid()")).isNotEqualTo(before);
        }
    }

    @HubTest(realTime = true)
    void aConnectionWhoseGreenletIsKilledIsNotUsedAgain() throws Exception {
        try (var pool = pool(1)) {
            String before = ask(pool, "select pg_backend_pid()");
            Greenlet<String> sleeper = Jevent.spawn(() -> ask(pool, "select pg_sleep(30)"));
            Jevent.sleep(Duration.ofMillis(100));
            sleeper.kill();
            assertThat(ask(pool, "select pg_backend_pid()")).isNotEqualTo(before);
        }
    }

    @HubTest(realTime = true)
    void aServerMayDieInTheMiddleOfARequestAndComeBack() throws Exception {
        try (var pool = pool(2)) {
            ask(pool, "select 1");
            Greenlet<String> sleeper = Jevent.spawn(() -> ask(pool, "select pg_sleep(30)"));
            Jevent.sleep(Duration.ofMillis(100));
            postgres.die();
            assertThatThrownBy(sleeper::result).isInstanceOf(SQLException.class);
            postgres.start();
            String answer = null;
            for (int i = 0; i < 100 && answer == null; i++) {
                try {
                    answer = ask(pool, "select 'back'");
                } catch (SQLException e) {
                    Jevent.sleep(Duration.ofMillis(100)); // it starts up, and says so
                }
            }
            assertThat(answer).isEqualTo("back");
        }
    }
}
