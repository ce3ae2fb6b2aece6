// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A PostgreSQL of Debian's, in a temporary folder. Without one on this machine the test is skipped, or fails if
 * JEVENT_NEED_SERVERS is set.
 */
final class PostgresServer implements AutoCloseable {

    private final Path folder;
    private final List<String> as;
    private final Path bin;
    private final int port;
    private Process process;

    private PostgresServer(Path folder, List<String> as, Path bin) throws IOException {
        this.folder = folder;
        this.as = as;
        this.bin = bin;
        this.port = NodeProcess.freePort();
        this.process = launch();
    }

    static PostgresServer start() throws IOException, InterruptedException {
        Path bin = bin();
        Path folder = Files.createTempDirectory("postgres");
        List<String> as = List.of();
        if (System.getProperty("user.name").equals("root")) { // PostgreSQL refuses to run as root
            run(List.of("chown", "postgres", folder.toString()));
            as = List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups");
        }
        var command = new ArrayList<>(as);
        command.addAll(List.of(
                bin.resolve("initdb").toString(), "-D", folder.resolve("data").toString()));
        command.addAll(List.of("-U", "test", "-A", "trust", "--no-sync", "--locale=C"));
        run(command);
        return new PostgresServer(folder, as, bin);
    }

    private static Path bin() throws IOException {
        Path debian = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(debian)) {
            try (Stream<Path> versions = Files.list(debian)) {
                Path last = versions.max(Path::compareTo).orElseThrow();
                return last.resolve("bin");
            }
        }
        throw Machine.lacks("there is no postgres; on Debian: apt-get install postgresql", "JEVENT_NEED_SERVERS");
    }

    private Process launch() throws IOException {
        var command = new ArrayList<>(as);
        command.addAll(List.of(
                bin.resolve("postgres").toString(), "-D", folder.resolve("data").toString()));
        command.addAll(
                List.of("-k", folder.toString(), "-h", "127.0.0.1", "-p", Integer.toString(port), "-c", "fsync=off"));
        Process started = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .start();
        var out = new BufferedReader(new InputStreamReader(started.getInputStream(), UTF_8));
        String line = out.readLine();
        while (line != null && !line.contains("ready to accept connections")) {
            line = out.readLine();
        }
        if (line == null) {
            throw new IOException("postgres has ended");
        }
        Thread.ofPlatform().daemon().start(() -> out.lines().forEach(_ -> {}));
        return started;
    }

    /** Creates a folder beside the data, which the server does not own yet. */
    String newFolder(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name)).toString();
    }

    /** Gives a folder to the server's user. */
    void own(String path) throws IOException, InterruptedException {
        if (!as.isEmpty()) {
            run(List.of("chown", "postgres", path));
        }
    }

    /** Executes a statement. */
    void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), "test", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + " failed:\n" + out);
        }
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    /** Ends the server as a crash would. */
    void stop() throws IOException, InterruptedException {
        var command = new ArrayList<>(as);
        command.addAll(List.of(
                bin.resolve("pg_ctl").toString(), "-D", folder.resolve("data").toString()));
        command.addAll(List.of("-m", "immediate", "-w", "stop"));
        run(command);
    }

    /** Starts it again. */
    void again() throws IOException {
        process = launch();
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
        try {
            run(List.of("rm", "-r", folder.toString()));
        } catch (InterruptedException e) {
            throw new IllegalStateException("the test was interrupted", e);
        }
    }
}
