// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** A {@link NodeProgram} and what it has printed. */
final class NodeProcess implements AutoCloseable {

    private final Process process;
    private final PrintStream in;
    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    private NodeProcess(List<String> command) throws IOException {
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        in = new PrintStream(process.getOutputStream(), true, UTF_8);
        Thread.ofPlatform().daemon().start(this::read);
    }

    /** Starts a node, perhaps behind other words of a command; does not wait. */
    static NodeProcess start(List<String> before, String... arguments) throws IOException {
        var command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                NodeProgram.class.getName()));
        command.addAll(List.of(arguments));
        return new NodeProcess(command);
    }

    /** All that this JVM has, on the class path: a test runs in a module or on the class path. */
    private static String classPath() {
        var entries = new ArrayList<String>();
        URL program = Objects.requireNonNull(NodeProgram.class.getResource("NodeProgram.class"));
        int depth = NodeProgram.class.getName().split("\\.").length;
        Path folder = Path.of(URI.create(program.toString()));
        for (int i = 0; i < depth; i++) {
            folder = folder.getParent();
        }
        entries.add(folder.toString());
        for (String property : List.of("jdk.module.path", "surefire.test.class.path", "java.class.path")) {
            String path = System.getProperty(property, "");
            if (!path.isEmpty()) {
                entries.add(path);
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private void read() {
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
            }
        } catch (IOException _) {
            // it was killed
        }
        synchronized (lines) {
            ended = true;
            lines.notifyAll();
        }
    }

    void command(String line) {
        in.println(line);
    }

    /** The lines so far. */
    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** The number of lines so far. */
    int mark() {
        synchronized (lines) {
            return lines.size();
        }
    }

    /** Waits for a line after the first {@code from}, and returns it. */
    String await(int from, Predicate<String> wanted) throws InterruptedException {
        synchronized (lines) {
            for (int i = from; ; i++) {
                while (i >= lines.size()) {
                    if (ended) {
                        throw new AssertionError("the node has ended, and printed " + lines);
                    }
                    lines.wait();
                }
                if (wanted.test(lines.get(i))) {
                    return lines.get(i);
                }
            }
        }
    }

    String await(String beginning) throws InterruptedException {
        return await(0, line -> line.startsWith(beginning));
    }

    /** Waits for a number of acknowledgements from now on. */
    void awaitAcks(int count) throws InterruptedException {
        var left = new int[] {count};
        await(mark(), line -> line.startsWith("ack ") && --left[0] == 0);
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    int awaitEnd() throws InterruptedException {
        int status = process.waitFor();
        synchronized (lines) {
            while (!ended) {
                lines.wait();
            }
        }
        return status;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
