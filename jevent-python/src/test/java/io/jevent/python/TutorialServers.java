// SPDX-License-Identifier: Apache-2.0
package io.jevent.python;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A JVM in which servers of the tutorial run, each in a greenlet, and the clients of the corpus for them. */
final class TutorialServers implements AutoCloseable {

    private record Server(Path program, int port) {}

    private final Process process;
    private final Path errors;
    private final Map<String, Server> servers = new LinkedHashMap<>();
    private int lastPort;

    TutorialServers(int python, Path folder) throws IOException {
        errors = folder.resolve("servers" + python + ".err");
        var builder = new ProcessBuilder(PythonPrograms.command(
                        python,
                        List.of(),
                        Path.of("src/test/resources/tutorial/serve_all.py")
                                .toAbsolutePath()
                                .toString()))
                .redirectOutput(folder.resolve("servers" + python + ".out").toFile())
                .redirectError(errors.toFile());
        builder.environment().put("PYTHONPATH", "/usr/lib/python3/dist-packages");
        process = builder.start();
    }

    /** Starts a program; returns when it listens on its port. */
    void start(Path program, int port) throws Exception {
        say("start " + port + " " + program);
        await(process, port, true);
        servers.put(program.getName(program.getNameCount() - 2).toString().substring(0, 2), new Server(program, port));
        lastPort = port;
    }

    /** Stops the program that was started last; returns when its port is free. */
    void stopLast() throws Exception {
        say("stop");
        await(process, lastPort, false);
    }

    private void say(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Starts the client of each program; what it prints is its result. */
    Map<String, CompletableFuture<PythonPrograms.Result>> poke(String... numbers) {
        Map<String, CompletableFuture<PythonPrograms.Result>> results = new LinkedHashMap<>();
        for (String number : numbers) {
            Server server = servers.get(number);
            var result = new CompletableFuture<PythonPrograms.Result>();
            results.put(number, result);
            Thread.startVirtualThread(() -> {
                try {
                    result.complete(PythonPrograms.start(
                            server.program.resolveSibling(""),
                            Map.of("PYTHONDONTWRITEBYTECODE", "1"),
                            List.of("/usr/bin/python3", "poke.py", "127.0.0.1", String.valueOf(server.port))));
                } catch (Exception e) {
                    result.completeExceptionally(e);
                }
            });
        }
        return results;
    }

    String errors() throws IOException {
        return Files.readString(errors);
    }

    /** Asks the system which sockets listen: a connection would be one that the server serves. */
    static void await(Process process, int port, boolean listening) throws Exception {
        String suffix = ":%04X ".formatted(port);
        while (Stream.of("/proc/net/tcp", "/proc/net/tcp6").anyMatch(file -> listens(file, suffix)) != listening) {
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

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
