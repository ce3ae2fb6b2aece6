// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.sim;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.sim.Node;
import io.jevent.sim.Sim;
import io.jevent.sim.Simulation;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Simulations of libraries that know nothing of jevent, for a JVM whose identity hash codes are simulated: prints what
 * each schedule does.
 */
@SuppressWarnings("JdkObsolete") // threads of the simulated program share the buffers
public final class LibraryPrograms {

    private static final int EXPLORATIONS = 2;

    private static String done = "";

    private LibraryPrograms() {}

    /** Explores the program that the first argument names twice, in as many schedules as the second one says. */
    public static void main(String... arguments) {
        Simulation.Body program = switch (arguments[0]) {
            case "send" -> LibraryPrograms::send;
            case "sendAsync" -> LibraryPrograms::sendAsync;
            case "hikari" -> LibraryPrograms::hikari;
            default -> throw new IllegalArgumentException("no such program: " + arguments[0]);
        };
        Logger.getLogger("com.zaxxer.hikari").setLevel(Level.WARNING);
        for (int i = 0; i < EXPLORATIONS; i++) {
            var _ = Simulation.named(arguments[0])
                    .schedules(Integer.parseInt(arguments[1]))
                    .onProgress(progress -> System.out.println(done + ", orders so far: " + progress.orders()))
                    .run(sim -> {
                        program.run(sim);
                        done += "at " + sim.time().now();
                    });
        }
    }

    private static HttpRequest request(Object path) {
        return HttpRequest.newBuilder(URI.create("http://web/" + path))
                .timeout(Duration.ofSeconds(10))
                .build();
    }

    private static Node serve(Sim sim) {
        Node server = sim.node("web", "10.0.0.1", _ -> SmallHttp.serve(80));
        Jevent.sleep(Duration.ofMillis(1));
        return server;
    }

    private static void send(Sim sim) throws Exception {
        Node server = serve(sim);
        var order = new StringBuffer();
        try (var http = HttpClient.newHttpClient();
                var threads = Executors.newFixedThreadPool(3)) {
            List<Future<?>> responses = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                HttpRequest request = request(i);
                responses.add(threads.submit(() ->
                        order.append(http.send(request, BodyHandlers.ofString()).body() + " ")));
            }
            for (Future<?> response : responses) {
                response.get();
            }
            sim.net().partition(server, sim.testNode());
            try {
                var _ = http.send(request("late"), BodyHandlers.ofString());
            } catch (HttpTimeoutException _) {
                order.append("timeout ");
            }
            http.shutdownNow();
        }
        done = order.toString();
    }

    private static void sendAsync(Sim sim) throws Exception {
        serve(sim);
        var order = new StringBuffer();
        Greenlet<?> client = sim.client(() -> {
            try (var http = HttpClient.newHttpClient()) {
                List<Future<?>> responses = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    responses.add(http.sendAsync(request(i), BodyHandlers.ofString())
                            .thenAccept(response -> order.append(response.body() + " ")));
                }
                for (Future<?> response : responses) {
                    response.get();
                }
                http.shutdownNow();
            }
            return true;
        });
        var _ = client.get();
        done = order.toString();
    }

    private static void hikari(Sim sim) throws Exception {
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
                        deposit(pool);
                        order.append(number).append(' ');
                    }
                    return null;
                }));
            }
            for (Future<?> each : done) {
                each.get();
            }
            order.append("balance ").append(balance(pool)).append(' ');
        }
        done = order.toString();
    }

    /** A transaction that takes some time, which the next one of the same row waits for. */
    private static void deposit(HikariDataSource pool) throws SQLException, InterruptedException {
        try (Connection connection = pool.getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("update account set balance = balance + 1 where id = 1");
            Thread.sleep(5);
            connection.commit();
        }
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
