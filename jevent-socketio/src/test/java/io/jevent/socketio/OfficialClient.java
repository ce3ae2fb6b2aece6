// SPDX-License-Identifier: Apache-2.0
package io.jevent.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The official client, on Node. */
final class OfficialClient {

    private static final Path SOURCES = Path.of("src/test/node");
    private static final Path FOLDER = Path.of("target/node");

    private OfficialClient() {}

    /** Installs the client, of the versions in the lock file. */
    static void install() throws IOException {
        boolean needed = System.getenv("JEVENT_NEED_NODE") != null;
        boolean installed = Files.isExecutable(Path.of("/usr/bin/node")) && Files.isExecutable(Path.of("/usr/bin/npm"));
        assumeTrue(installed || needed, "nodejs and npm are not installed");
        Files.createDirectories(FOLDER);
        for (String file : List.of("package.json", "package-lock.json", "client.js")) {
            Files.copy(SOURCES.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(FOLDER.resolve("node_modules/socket.io-client"))) {
            String output = output(List.of("npm", "ci", "--no-audit", "--no-fund"));
            boolean there = Files.exists(FOLDER.resolve("node_modules/socket.io-client"));
            assumeTrue(there || needed, "the client cannot be installed: " + output);
            assertThat(there).as(output).isTrue();
        }
    }

    /** Runs a scenario to its end; returns the lines that it has printed. */
    static List<String> run(String uri, String scenario, String... transports) throws IOException {
        var command = new ArrayList<>(List.of("node", "client.js", uri, scenario));
        command.addAll(List.of(transports));
        return output(command).lines().toList();
    }

    private static String output(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
