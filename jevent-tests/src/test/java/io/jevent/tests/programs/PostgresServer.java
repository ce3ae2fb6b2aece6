// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.programs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.jevent.tls.DevelopmentCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A real PostgreSQL on loopback that uses TLS and keeps nothing. Without one on this machine its test is skipped, or
 * fails if JEVENT_NEED_SERVERS is set.
 */
public final class PostgresServer implements AutoCloseable {

    /** PostgreSQL refuses to run as root. */
    private static final List<String> AS_POSTGRES =
            List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups");

    private final Path folder;
    private final int port;
    private final Process process;

    private PostgresServer(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /** Starts a server with this certificate at a free port; returns when it accepts connections. */
    public static PostgresServer start(DevelopmentCertificate certificate) throws IOException, InterruptedException {
        Path bin = bin();
        Path folder = Files.createTempDirectory("postgres");
        certificate.writeTo(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
        boolean root = System.getProperty("user.name").equals("root");
        if (root) {
            run(new ProcessBuilder("chown", "-R", "postgres", folder.toString()));
        }
        List<String> as = root ? AS_POSTGRES : List.of();
        String data = folder.resolve("data").toString();
        run(command(as, bin.resolve("initdb"), "-D", data, "-U", "test", "-A", "trust", "--no-sync", "--locale=C"));
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        ProcessBuilder server = command(as, bin.resolve("postgres"), "-D", data, "-k", folder.toString());
        server.command().addAll(List.of("-h", "127.0.0.1", "-p", Integer.toString(port)));
        server.command().addAll(settings(folder));
        Process process = server.start();
        FirstLines.await(process, "ready to accept connections");
        return new PostgresServer(folder, port, process);
    }

    private static List<String> settings(Path folder) {
        return Stream.of(
                        "fsync=off",
                        "ssl=on",
                        "ssl_cert_file=" + folder.resolve("certificate.pem"),
                        "ssl_key_file=" + folder.resolve("key.pem"))
                .flatMap(setting -> Stream.of("-c", setting))
                .toList();
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
            if (Files.isExecutable(folder.resolve("initdb")) && Files.isExecutable(folder.resolve("postgres"))) {
                return folder;
            }
        }
        String missing = "there is no postgres; on Debian: apt-get install postgresql";
        return System.getenv("JEVENT_NEED_SERVERS") != null ? fail(missing) : abort(missing);
    }

    private static ProcessBuilder command(List<String> as, Path program, String... options) {
        List<String> command = new ArrayList<>(as);
        command.add(program.toString());
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .directory(Path.of("/").toFile()) // which the user postgres may enter
                .redirectErrorStream(true);
    }

    private static void run(ProcessBuilder command) throws IOException, InterruptedException {
        Process process = command.start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command.command() + " failed:\n" + out);
        }
    }

    /** Returns its port. */
    public int port() {
        return port;
    }

    /** Kills it. */
    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor();
            run(new ProcessBuilder("rm", "-r", folder.toString()));
        } catch (InterruptedException e) {
            throw new IllegalStateException("the test was interrupted", e);
        }
    }
}
