// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.growth;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Statements to PostgreSQL over TLS, by greenlets that share a pool with fewer connections. */
final class PostgresSoak {

    private static final int ONCE = 1;
    private static final int CONNECTIONS = 3;

    private final String url;
    private HikariDataSource pool;

    PostgresSoak(int port, Path certificate) {
        this.url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=test&sslmode=verify-full&sslrootcert="
                + certificate;
    }

    List<Operation> operations() {
        return List.of(
                new Operation("the pool of PostgreSQL", ONCE, closing -> {
                    pool = closing.add(open());
                    closing.add(this::checkPool);
                    return _ -> pool.getConnection().close();
                }),
                Operation.of("a query", ONCE, this::query),
                Operation.of("another query", ONCE, this::query),
                Operation.of("a slow query", ONCE, _ -> ask("select pg_sleep(0.005)")),
                Operation.of("a transaction", ONCE, _ -> transaction()),
                Operation.of("another transaction", ONCE, _ -> transaction()),
                Operation.of("a connection to PostgreSQL", ONCE, number -> {
                    try (var connection = DriverManager.getConnection(url)) {
                        assertThat(ask(connection, "select " + number)).isEqualTo("" + number);
                    }
                }));
    }

    private HikariDataSource open() {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(CONNECTIONS);
        return new HikariDataSource(config);
    }

    /** A connection that was cut short with a response pending would return the response to another query. */
    private void query(int number) throws SQLException {
        assertThat(ask("select " + number)).isEqualTo("" + number);
    }

    private String ask(String query) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return ask(connection, query);
        }
    }

    private static String ask(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }

    /** Holds a lock of the database; a transaction that was cut short must let go of it. */
    private void transaction() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            ask(connection, "select pg_advisory_xact_lock(1)");
            connection.commit();
        }
    }

    private void checkPool() throws SQLException {
        query(1);
        transaction();
        var state = pool.getHikariPoolMXBean();
        assertThat(state.getActiveConnections()).as("connections in use").isZero();
        assertThat(state.getThreadsAwaitingConnection())
                .as("greenlets that wait")
                .isZero();
        assertThat(state.getTotalConnections()).as("connections").isBetween(1, CONNECTIONS);
    }
}
