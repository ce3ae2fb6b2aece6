// SPDX-License-Identifier: Apache-2.0
package org.example.foreign;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

/** A server of a test's own, on a free port of the loopback interface. */
@Tag("realtime")
public final class Servers implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 600;

    private final List<String> command;
    private final Path folder;
    private final int port;
    private Process process;

    private Servers(List<String> command, Path folder, int port) throws Exception {
        this.command = command;
        this.folder = folder;
        this.port = port;
        start();
    }

    /** A Redis, from the package redis-server. */
    public static Servers redis() throws Exception {
        String server =
                need("redis-server", "redis-server", List.of("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"));
        Path folder = Files.createTempDirectory("redis");
        int port = freePort();
        return new Servers(
                List.of(
                        server,
                        "--port",
                        "" + port,
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--appendonly",
                        "no",
                        "--dir",
                        folder.toString()),
                folder,
                port);
    }

    /** A PostgreSQL, from the package postgresql. It refuses to run as root, and is run as its own user then. */
    public static Servers postgres() throws Exception {
        String postgres = need("postgres", "postgresql", postgresFolders());
        Path folder = Files.createTempDirectory("postgres");
        List<String> as = List.of();
        if (System.getProperty("user.name").equals("root")) {
            as = List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups");
            run(List.of("chown", "postgres", folder.toString()));
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        String initdb = Path.of(postgres).toRealPath().resolveSibling("initdb").toString();
        Path data = folder.resolve("data");
        run(with(
                as,
                initdb,
                "-D",
                data.toString(),
                "-U",
                "test",
                "-A",
                "trust",
                "--no-sync",
                "--locale=C",
                "-E",
                "UTF8"));
        int port = freePort();
        return new Servers(
                with(
                        as,
                        postgres,
                        "-D",
                        data.toString(),
                        "-p",
                        "" + port,
                        "-h",
                        "127.0.0.1",
                        "-k",
                        folder.toString(),
                        "-c",
                        "fsync=off",
                        "-c",
                        "max_connections=120"),
                folder,
                port);
    }

    private static List<String> with(List<String> as, String... command) {
        var all = new ArrayList<>(as);
        all.addAll(List.of(command));
        return all;
    }

    private static List<String> postgresFolders() throws IOException {
        var folders = new ArrayList<String>(List.of("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"));
        Path debian = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(debian)) {
            try (Stream<Path> versions = Files.list(debian)) {
                versions.map(v -> v.resolve("bin").toString()).forEach(folders::add);
            }
        }
        return folders;
    }

    /** Where a server is; without one the test is skipped with a word, or fails where it must not be missing. */
    private static String need(String name, String pack, List<String> folders) {
        for (String folder : folders) {
            Path file = Path.of(folder, name);
            if (Files.isExecutable(file)) {
                return file.toString();
            }
        }
        String words = "NOT TESTED: there is no " + name + " here; on Debian: sudo apt install " + pack;
        if (System.getenv("JEVENT_NEED_SERVERS") != null) {
            throw new IllegalStateException(words);
        }
        System.err.println(words);
        return abort(words);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void run(List<String> command) throws Exception {
        Process made = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(made.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (made.waitFor() != 0) {
            throw new IllegalStateException(command + " failed:\n" + said);
        }
    }

    public int port() {
        return port;
    }

    /** Starts it again after {@link #die}. */
    public void start() throws Exception {
        process = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException(command + " does not answer at port " + port);
            }
            Thread.sleep(20);
        }
    }

    private boolean answers() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends it without a farewell. */
    public void die() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() throws IOException {
        die();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
