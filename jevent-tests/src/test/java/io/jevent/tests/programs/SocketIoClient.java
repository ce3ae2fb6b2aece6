// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The official client of Socket.IO, on Node, in a process of its own. Without Node its test is skipped, or fails if
 * JEVENT_NEED_NODE is set.
 */
public final class SocketIoClient implements AutoCloseable {
    private static final Path FOLDER = Path.of("target/node");
    private static final Path CLIENT = FOLDER.resolve("node_modules/socket.io-client/dist/socket.io.min.js");

    private final Process process;
    private final BufferedReader lines;

    private SocketIoClient(Process process) {
        this.process = process;
        lines = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Installs the client, of the versions in the lock file of jevent-socketio.
     *
     * @return the script of the client for browsers
     * @throws IOException if a file cannot be copied
     */
    public static synchronized Path install() throws IOException {
        boolean needed = System.getenv("JEVENT_NEED_NODE") != null;
        boolean installed = Files.isExecutable(Path.of("/usr/bin/node")) && Files.isExecutable(Path.of("/usr/bin/npm"));
        assumeTrue(installed || needed, "nodejs and npm are not installed");
        Files.createDirectories(FOLDER);
        Path locked = Path.of(System.getProperty("jevent.root"), "jevent-socketio/src/test/node");
        for (Path file : List.of(
                locked.resolve("package.json"),
                locked.resolve("package-lock.json"),
                Path.of("src/test/node/chat.js"))) {
            Files.copy(file, FOLDER.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(CLIENT)) {
            String output;
            try (var npm = start(List.of("npm", "ci", "--no-audit", "--no-fund"))) {
                output = String.join("\n", npm.rest());
            }
            assumeTrue(Files.exists(CLIENT) || needed, "the client cannot be installed: " + output);
            assertThat(CLIENT).as(output).exists();
        }
        return CLIENT.toAbsolutePath();
    }

    /**
     * Starts a scenario of {@code chat.js}.
     *
     * @param chat the address of the chat
     * @param scenario the name of the scenario
     * @param transports the transports that the client may use
     * @return the process
     * @throws IOException if Node cannot be started
     */
    public static SocketIoClient start(URI chat, String scenario, String... transports) throws IOException {
        var command = new ArrayList<>(List.of("node", "chat.js", chat.toString(), scenario));
        command.addAll(List.of(transports));
        return start(command);
    }

    private static SocketIoClient start(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        return new SocketIoClient(process);
    }

    /**
     * Waits for the next line of its output.
     *
     * @return the line
     * @throws IOException if there is none
     */
    public String line() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            throw new IOException("the client has ended");
        }
        return line;
    }

    /**
     * Waits for its end.
     *
     * @return the remaining lines of its output
     */
    public List<String> rest() {
        return lines.lines().toList();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
