// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.programs;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An example that serves, in a process of its own, until it is closed. */
public final class ServerProcess implements AutoCloseable {
    private static final Pattern WHERE = Pattern.compile("https?://\\S+");
    private static final int SECONDS_TO_END = 10;

    private final Process process;
    private final Path errors;
    private final URI uri;

    private ServerProcess(Process process, Path errors, URI uri) {
        this.process = process;
        this.errors = errors;
        this.uri = uri;
    }

    /**
     * Starts an example and waits until it says where it serves.
     *
     * @param name as {@code ./jevent example} has it
     * @param arguments what it is given
     * @return the process
     * @throws IOException if it ends instead
     */
    public static ServerProcess example(String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "io.jevent.cli.Main",
                "example",
                name));
        command.addAll(List.of(arguments));
        Path errors = Files.createTempFile("example-" + name, ".err");
        Process process = new ProcessBuilder(command)
                .redirectError(Redirect.to(errors.toFile()))
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        for (String line; (line = out.readLine()) != null; ) {
            Matcher where = WHERE.matcher(line);
            if (where.find()) {
                return new ServerProcess(process, errors, URI.create(where.group()));
            }
        }
        throw new IOException("example " + name + " ended before it said where it serves");
    }

    /** Returns addresses of this machine that are free now, {@code HOST:PORT}. */
    public static List<String> freeAddresses(int count) throws IOException {
        List<ServerSocket> free = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            free.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        }
        for (ServerSocket socket : free) {
            socket.close();
        }
        return free.stream().map(socket -> "127.0.0.1:" + socket.getLocalPort()).toList();
    }

    /**
     * Returns where it serves.
     *
     * @return an address with a slash at its end
     */
    public URI uri() {
        return uri;
    }

    /** Ends it as {@code kill -9} does; it is over when this returns. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Sends it a signal, by its name without SIG. */
    public void signal(String name) throws IOException, InterruptedException {
        Signals.send(name, process);
    }

    /** Waits until it ends by itself; returns its error output. */
    public String awaitEnd() throws IOException {
        process.onExit().join();
        return Files.readString(errors);
    }

    /** Ends it as Ctrl-C does; it is over when this returns. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("the example did not end in " + SECONDS_TO_END + " s");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IllegalStateException("the test was interrupted", e);
        }
    }
}
