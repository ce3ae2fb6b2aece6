// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.load;

import io.jevent.bench.workload.Tfb;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL of the row's own on the loopback interface, with the tables of the TechEmpower tests. */
final class Postgres implements AutoCloseable {

    private static final String PROGRAM = "postgres";
    private static final int PATIENCE = 600;
    private static final long PAUSE_MILLIS = 50;

    private final Path folder;
    private final Process process;
    private final int port;

    private Postgres(Path folder, Process process, int port) {
        this.folder = folder;
        this.process = process;
        this.port = port;
    }

    /** Starts it and fills the tables. */
    static Postgres start() throws IOException, InterruptedException {
        Path bin = bin();
        Path folder = Files.createTempDirectory(PROGRAM);
        List<String> as = List.of();
        if (System.getProperty("user.name").equals("root")) {
            // it refuses to run as root
            as = List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups");
            run(List.of("chown", PROGRAM, folder.toString()));
        }
        String data = folder.resolve("data").toString();
        run(with(as, bin.resolve("initdb").toString(), "-D", data, "-U", Tfb.USER, "-A", "trust", "--no-sync"));
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<String> command = with(as, bin.resolve(PROGRAM).toString(), "-D", data, "-h", "127.0.0.1", "-p");
        command.addAll(List.of(Integer.toString(port), "-k", folder.toString(), "-c", "fsync=off"));
        command.addAll(List.of("-c", "synchronous_commit=off"));
        Process process = start(command);
        var postgres = new Postgres(folder, process, port);
        Runtime.getRuntime().addShutdownHook(new Thread(postgres::close));
        postgres.fill();
        return postgres;
    }

    int port() {
        return port;
    }

    private void fill() throws IOException, InterruptedException {
        for (int i = 0; ; i++) {
            try (Connection connection = DriverManager.getConnection(Tfb.url(port));
                    var statement = connection.createStatement()) {
                boolean _ = statement.execute(Tfb.TABLES);
                return;
            } catch (SQLException e) {
                if (i > PATIENCE || !process.isAlive()) {
                    throw new IOException("PostgreSQL does not answer", e);
                }
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** Debian keeps the programs of each version in a folder of its own. */
    private static Path bin() throws IOException {
        List<Path> folders = new ArrayList<>(List.of(Path.of("/usr/bin"), Path.of("/usr/local/bin")));
        Path debian = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(debian)) {
            try (Stream<Path> versions = Files.list(debian)) {
                versions.map(version -> version.resolve("bin")).forEach(folders::add);
            }
        }
        for (Path folder : folders) {
            if (Files.isExecutable(folder.resolve("initdb")) && Files.isExecutable(folder.resolve(PROGRAM))) {
                return folder;
            }
        }
        throw new IOException("postgres is not installed; apt-get install postgresql");
    }

    private static List<String> with(List<String> as, String... command) {
        var all = new ArrayList<>(as);
        all.addAll(List.of(command));
        return all;
    }

    private static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .directory(Path.of("/").toFile()) // which the user postgres may enter
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        if (start(command).waitFor() != 0) {
            throw new IOException("failed: " + command);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            boolean _ = process.waitFor(10, TimeUnit.SECONDS);
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException _) {
            // a temporary folder that the operating system removes
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
