// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.jevent.bench.workload.Tfb.Fortune;
import io.jevent.bench.workload.Tfb.Message;
import io.jevent.bench.workload.Tfb.World;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The answers of the servers that use JDBC and HikariCP, the same for all of them. */
public final class TfbJdbc {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String WORLD = Tfb.WORLD.replaceAll("\\$\\d", "?");
    private static final String UPDATE = Tfb.UPDATE.replaceAll("\\$\\d", "?");

    private final HikariDataSource pool;

    /** Opens the pool. */
    public TfbJdbc(int port) {
        var config = new HikariConfig();
        config.setJdbcUrl(Tfb.url(port));
        config.setMaximumPoolSize(Tfb.CONNECTIONS);
        pool = new HikariDataSource(config);
    }

    /** Returns the answer of {@code json}. */
    public static String json() {
        return text(new Message(Hello.TEXT));
    }

    /** Returns the answer of {@code db}: one row. */
    public String db() throws SQLException {
        try (var connection = pool.getConnection();
                var select = connection.prepareStatement(WORLD)) {
            return text(world(select, Tfb.random()));
        }
    }

    /** Returns the answer of {@code queries}: rows, each read by a statement of its own. */
    public String queries(int number) throws SQLException {
        try (var connection = pool.getConnection()) {
            var ids = new int[number];
            for (int i = 0; i < number; i++) {
                ids[i] = Tfb.random();
            }
            return text(worlds(connection, ids));
        }
    }

    /** Returns the answer of {@code updates}: rows that are read one by one and changed in one batch. */
    public String updates(int number) throws SQLException {
        try (var connection = pool.getConnection();
                var update = connection.prepareStatement(UPDATE)) {
            var changed = new ArrayList<World>();
            for (World world : worlds(connection, Tfb.ascending(number))) {
                var next = new World(world.id(), Tfb.random());
                update.setInt(1, next.randomNumber());
                update.setInt(2, next.id());
                update.addBatch();
                changed.add(next);
            }
            if (update.executeBatch().length != number) {
                throw new SQLException("not every row was changed");
            }
            return text(changed);
        }
    }

    /** Returns the answer of {@code fortunes}: a page. */
    public String fortunes() throws SQLException {
        try (var connection = pool.getConnection();
                var select = connection.prepareStatement(Tfb.FORTUNES);
                var rows = select.executeQuery()) {
            var fortunes = new ArrayList<Fortune>();
            while (rows.next()) {
                fortunes.add(new Fortune(rows.getInt(1), rows.getString(2)));
            }
            return Tfb.page(fortunes);
        }
    }

    private static List<World> worlds(Connection connection, int[] ids) throws SQLException {
        var worlds = new ArrayList<World>(ids.length);
        try (var select = connection.prepareStatement(WORLD)) {
            for (int id : ids) {
                worlds.add(world(select, id));
            }
        }
        return worlds;
    }

    private static World world(PreparedStatement select, int id) throws SQLException {
        select.setInt(1, id);
        try (var row = select.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("there is no world " + id);
            }
            return new World(row.getInt(1), row.getInt(2));
        }
    }

    private static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
