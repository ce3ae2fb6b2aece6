// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import io.jevent.file.ThreadedInputStream;
import io.jevent.subprocess.Command;
import io.jevent.subprocess.Popen;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Subprocesses for the Python package.
 *
 * <p>Its methods are public because engines find them by reflection.
 */
public final class Processes {

    private final Border border;
    private final Engine engine;

    /**
     * Creates the processes of an engine.
     *
     * @param border converts exceptions
     */
    public Processes(Border border) {
        this.border = border;
        this.engine = border.engine();
    }

    /**
     * Starts a process.
     *
     * @param arguments the command and its arguments
     * @param redirects for standard input, output and error: PIPE, INHERIT, DISCARD, STDOUT, or {@code >} and a file
     * @param directory where it runs, or null
     * @param environment its environment as name, value, name, value; or null for this process's
     * @param session whether it gets a session of its own
     * @return the {@link Popen}
     */
    public Object start(
            List<?> arguments,
            List<?> redirects,
            @Nullable String directory,
            @Nullable List<?> environment,
            boolean session) {
        return border.call(() -> {
            Command command =
                    Popen.command(arguments.stream().map(String::valueOf).toList());
            command = command.stdin(redirect(text(redirects, 0), true)).stdout(redirect(text(redirects, 1), false));
            command = text(redirects, 2).equals("STDOUT")
                    ? command.stderrToStdout()
                    : command.stderr(redirect(text(redirects, 2), false));
            if (directory != null) {
                command = command.directory(Path.of(directory));
            }
            if (environment != null) {
                command = command.environment(pairs(environment));
            }
            return (session ? command.newSession() : command).start();
        });
    }

    private static String text(List<?> values, int place) {
        return String.valueOf(values.get(place));
    }

    private static Map<String, String> pairs(List<?> flat) {
        var pairs = new java.util.LinkedHashMap<String, String>();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            pairs.put(text(flat, i), text(flat, i + 1));
        }
        return pairs;
    }

    private static ProcessBuilder.Redirect redirect(String name, boolean input) {
        return switch (name) {
            case "PIPE" -> ProcessBuilder.Redirect.PIPE;
            case "INHERIT" -> ProcessBuilder.Redirect.INHERIT;
            case "DISCARD" ->
                input ? ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()) : ProcessBuilder.Redirect.DISCARD;
            default -> {
                var file = Path.of(name.substring(1)).toFile();
                yield input ? ProcessBuilder.Redirect.from(file) : ProcessBuilder.Redirect.appendTo(file);
            }
        };
    }

    /** Returns the command of a JVM like this one that runs Python with these arguments. */
    public List<String> childCommand(List<?> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!flag.startsWith("-agentlib") && !flag.startsWith("-Djevent.trace")) {
                command.add(flag);
            }
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.jevent.python.PythonMain"));
        arguments.forEach(argument -> command.add(String.valueOf(argument)));
        return command;
    }

    public long pid(Object process) {
        return ((Popen) process).pid();
    }

    /** Waits for the end; returns the exit status, or null if the time has passed. */
    public @Nullable Integer await(Object process, double seconds) {
        return border.call(() -> {
            var p = (Popen) process;
            if (seconds < 0) {
                return p.waitFor();
            }
            var status = p.waitFor(Kernel.limit(seconds));
            return status.isPresent() ? status.getAsInt() : null;
        });
    }

    public @Nullable Integer status(Object process) {
        var status = ((Popen) process).returnCode();
        return status.isPresent() ? status.getAsInt() : null;
    }

    public void signal(Object process, String name) {
        border.call(() -> {
            ((Popen) process).sendSignal(name);
            return null;
        });
    }

    /** Reads up to {@code size} bytes of the output ({@code error}: of the error output); null at its end. */
    public @Nullable Object read(Object process, boolean error, int size) {
        return border.call(() -> {
            ThreadedInputStream in = error ? ((Popen) process).stderr() : ((Popen) process).stdout();
            var buffer = new byte[size];
            int n = in.read(buffer, 0, size);
            return n < 0 ? null : engine.fromBytes(java.util.Arrays.copyOf(buffer, n));
        });
    }

    public void write(Object process, Object bytes) {
        byte[] data = engine.toBytes(bytes);
        border.call(() -> {
            OutputStream out = ((Popen) process).stdin();
            out.write(data);
            out.flush();
            return null;
        });
    }

    /** Closes standard input (0), output (1) or error output (2). */
    public void close(Object process, int stream) {
        border.call(() -> {
            var p = (Popen) process;
            switch (stream) {
                case 0 -> p.stdin().close();
                case 1 -> p.stdout().close();
                default -> p.stderr().close();
            }
            return null;
        });
    }
}
