// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Where durable actors store their events: PostgreSQL, or the memory of a test. */
record Storage(@Nullable String url, String user, String password) {

    /** The tables of Pekko's plugin, from its jar. */
    private static final String SCHEMA = "schema/postgres/postgres-create-schema.sql";

    private static final String IN_MEMORY = """
            pekko.persistence.journal.plugin = "pekko.persistence.journal.inmem"
            pekko.persistence.snapshot-store.plugin = "pekko.persistence.no-snapshot-store"
            """;

    /**
     * A node that is stopped between an insert and its commit would block the new owner of its key, which inserts the
     * event of the same number: the database ends such a transaction.
     */
    private static final String JDBC = """
            pekko.persistence.journal.plugin = "jdbc-journal"
            pekko.persistence.snapshot-store.plugin = "jdbc-snapshot-store"
            jdbc-journal.use-shared-db = "slick"
            jdbc-snapshot-store.use-shared-db = "slick"
            jdbc-read-journal.use-shared-db = "slick"
            pekko-persistence-jdbc.shared-databases.slick {
              profile = "slick.jdbc.PostgresProfile$"
              db {
                driver = "org.postgresql.Driver"
                connectionPool = "HikariCP"
                numThreads = 5
                maxConnections = 5
                minConnections = 1
                initializationFailTimeout = -1
                connectionTimeout = 5000
                connectionInitSql = "set idle_in_transaction_session_timeout = '5s'"
              }
            }
            """;

    /** The settings of Pekko but for the address of the database. */
    String settings() {
        return url == null ? IN_MEMORY : JDBC;
    }

    /** Creates the tables if there are none; blocks its thread. Of several nodes, one does it. */
    void prepare() {
        if (url == null) {
            return;
        }
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        try (Connection connection = DriverManager.getConnection(url, properties);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(" + SCHEMA.hashCode() + ")");
            if (isMissing(statement)) {
                statement.execute(schema());
            }
            connection.commit();
        } catch (SQLException | IOException e) {
            throw new StorageException("the tables of durable actors cannot be created: " + e.getMessage(), e);
        }
    }

    private static boolean isMissing(Statement statement) throws SQLException {
        try (ResultSet table = statement.executeQuery("select to_regclass('public.event_journal')")) {
            return table.next() && table.getString(1) == null;
        }
    }

    /** The tables of events and snapshots; the script has others behind them, which jevent does not use. */
    private static String schema() throws IOException {
        try (InputStream in = Storage.class.getClassLoader().getResourceAsStream(SCHEMA)) {
            if (in == null) {
                throw new IOException("pekko-persistence-jdbc is not on the class path; it is an optional dependency");
            }
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            int others = all.indexOf("CREATE TABLE IF NOT EXISTS public.durable_state");
            return others < 0 ? all : all.substring(0, others);
        }
    }
}
