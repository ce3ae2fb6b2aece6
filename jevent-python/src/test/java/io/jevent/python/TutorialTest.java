// SPDX-License-Identifier: Apache-2.0
package io.jevent.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The programs of gevent's tutorial, judged by the corpus's own judge. They are used where the corpus stands beside the
 * repository ({@code ../shared/tutorial}); elsewhere these tests are skipped.
 */
class TutorialTest {

    private static final Path PROJECT = Path.of("").toAbsolutePath().resolveSibling("");
    private static final Path CORPUS = Stream.of(
                    PROJECT.resolveSibling("shared/tutorial"), PROJECT.resolveSibling("../shared/tutorial"))
            .filter(Files::isDirectory)
            .findFirst()
            .orElse(PROJECT.resolveSibling("shared/tutorial"));

    /** Without servers and without what ends the process; 22 and 28 are the mended ones for Python 3 too. */
    private static final List<String> PLAIN = List.of(
            "01", "03", "06", "07", "08", "10", "12", "14", "15", "16", "17", "18", "19", "20", "21", "22", "23", "24",
            "30");

    @TempDir
    Path folder;

    private static Path program(String number, int python) throws IOException {
        try (var entries = Files.list(CORPUS)) {
            Path example = entries.filter(e -> e.getFileName().toString().startsWith(number + "-"))
                    .findFirst()
                    .orElseThrow();
            Path fixed = example.resolve("py3_fixed.py");
            if (python == 3 || number.equals("22")) {
                return Files.exists(fixed) ? fixed : example.resolve("py3.py");
            }
            // the printed text of 14 mixes tabs and spaces, those of the servers are escaped for HTML
            Path plain = example.resolve("seed_unescaped.py");
            return number.equals("14")
                    ? example.resolve("py3.py")
                    : Files.exists(plain) ? plain : example.resolve("seed.py");
        }
    }

    private String judge(String number, String output) throws Exception {
        Path file = Files.writeString(folder.resolve(number + ".judged"), output);
        return PythonPrograms.start(
                        CORPUS, Map.of(), List.of("/usr/bin/python3", "_tools/check.py", number, file.toString()))
                .out()
                .strip();
    }

    private static void needsCorpus() {
        assumeTrue(Files.isDirectory(CORPUS), "SKIPPED: the corpus of the tutorial is not there");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void programsOfTheTutorialPrintWhatTheyShould(int python) throws Exception {
        needsCorpus();
        List<String> arguments = new ArrayList<>(List.of(
                Path.of("src/test/resources/tutorial/run_all.py")
                        .toAbsolutePath()
                        .toString(),
                folder.toString()));
        for (String number : PLAIN) {
            arguments.add(program(number, python).toString());
        }

        var result = PythonPrograms.run(python, List.of("-Djevent.virtualTime=true"), arguments.toArray(String[]::new));

        for (int i = 0; i < PLAIN.size(); i++) {
            String output = Files.readString(folder.resolve(i + ".out"));
            assertThat(judge(PLAIN.get(i), output))
                    .as("%s: %s\n%s", PLAIN.get(i), output, result.err())
                    .isEqualTo("OK");
        }
    }

    /** 02 prints the time of the clock, which a virtual one leaves alone; 26 waits for another process. */
    @ParameterizedTest
    @CsvSource({"02,2", "05,2", "13,2", "26,2", "27,2", "02,3", "13,3", "26,3"})
    void programsWithAProcessOfTheirOwn(String number, int python) throws Exception {
        needsCorpus();
        var result =
                PythonPrograms.run(python, List.of(), program(number, python).toString());

        assertThat(judge(number, result.out())).as(result.out() + result.err()).isEqualTo("OK");
    }

    @ParameterizedTest
    @CsvSource({"31,2,5000", "33,2,8000", "34,2,8000", "37,2,10000", "25,3,0", "31,3,0", "34,3,0", "37,3,0", "39,3,0"})
    void serversAnswerAsTheyShould(String number, int python, int port) throws Exception {
        needsCorpus();
        if (number.equals("25") || number.equals("39")) {
            needsDebian("flask");
        }
        int listening = port == 0 ? freePort() : port;
        Path file = program(number, python);
        var server = new ProcessBuilder(PythonPrograms.command(python, List.of(), file.toString()))
                .directory(file.resolveSibling("").toFile())
                .redirectOutput(folder.resolve("server.out").toFile())
                .redirectError(folder.resolve("server.err").toFile());
        server.environment().put("PORT", String.valueOf(listening));
        server.environment().put("PYTHONPATH", "/usr/lib/python3/dist-packages");
        Process process = server.start();
        try {
            awaitListening(process, listening);
            var client = PythonPrograms.start(
                    file.resolveSibling(""),
                    Map.of("PYTHONDONTWRITEBYTECODE", "1"),
                    List.of("/usr/bin/python3", "poke.py", "127.0.0.1", String.valueOf(listening)));

            assertThat(judge(number, client.out()))
                    .as(client.out() + client.err() + Files.readString(folder.resolve("server.err")))
                    .isEqualTo("OK");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void requestsThreadsAndSubprocessesRunPatched() throws Exception {
        needsDebian("requests");
        var result = PythonPrograms.start(
                folder,
                Map.of("PYTHONPATH", "/usr/lib/python3/dist-packages"),
                PythonPrograms.command(
                        3,
                        List.of(),
                        Path.of("src/test/resources/tutorial/clients.py")
                                .toAbsolutePath()
                                .toString()));

        assertThat(result.out()).as(result.err()).isEqualTo("""
                /one
                ['/together', '/together', '/together', '/together']
                from a thread
                from a process
                """);
    }

    private static void needsDebian(String module) throws Exception {
        if (!PythonPrograms.hasSystemPython(module)) {
            assertThat(System.getenv("JEVENT_NEED_PYTHON"))
                    .as("Debian's python3-" + module + " is missing")
                    .isNull();
            assumeTrue(false, "SKIPPED: no " + module + " under the system's Python");
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Asks the system which sockets listen: a connection would be one that the server serves. */
    private static void awaitListening(Process process, int port) throws Exception {
        String suffix = ":%04X ".formatted(port);
        while (Stream.of("/proc/net/tcp", "/proc/net/tcp6").noneMatch(file -> listens(file, suffix))) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                return; // the client tells
            }
        }
    }

    private static boolean listens(String file, String suffix) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .anyMatch(line -> line.contains(suffix) && line.contains(" 0A "));
        } catch (IOException e) {
            return false;
        }
    }
}
