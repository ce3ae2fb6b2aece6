// SPDX-License-Identifier: Apache-2.0
package io.jevent.subprocess;

import io.jevent.Jevent;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Durations;
import io.jevent.internal.process.Child;
import io.jevent.internal.process.Launch;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Describes a process to start. By default the child inherits the streams, the folder and the environment of this
 * process.
 *
 * <p><b>Confinement:</b> not shared: one greenlet or thread prepares it; it may be started any number of times.
 *
 * @gevent the arguments of {@code Popen} and {@code run}. There is no {@code preexec_fn}, {@code pass_fds} or
 *     {@code close_fds}: the JDK runs nothing between fork and exec, and passes on the three standard streams only
 * @since 0.1
 */
public final class Command {

    private final ProcessBuilder builder;
    private final boolean shell;
    private byte @Nullable [] input;
    private @Nullable String inputText;
    private TextMode text = TextMode.DEFAULT;
    private long outputLimit = Long.MAX_VALUE;
    private boolean session;
    private boolean outputIsSet;

    Command(List<String> command, boolean shell) {
        if (command.isEmpty()) {
            throw new IllegalArgumentException("command must have at least the name of a program: []");
        }
        this.shell = shell;
        builder = new ProcessBuilder(new ArrayList<>(command)).inheritIO();
    }

    /**
     * Sets the working directory of the program.
     *
     * @param folder the directory
     * @return this
     * @gevent {@code cwd}
     */
    public Command directory(Path folder) {
        builder.directory(folder.toFile());
        return this;
    }

    /**
     * Replaces the whole environment.
     *
     * @param variables names and values
     * @return this
     * @gevent {@code env}
     */
    public Command environment(Map<String, String> variables) {
        builder.environment().clear();
        builder.environment().putAll(variables);
        return this;
    }

    /**
     * Adds a variable to the environment, or replaces it.
     *
     * @param name its name
     * @param value its value
     * @return this
     */
    public Command env(String name, String value) {
        var _ = builder.environment().put(name, value);
        return this;
    }

    /**
     * Sets the standard input of the program.
     *
     * @param source {@link Redirect#INHERIT}, {@link Redirect#PIPE} or a file; {@code Redirect.from(new
     *     File("/dev/null"))} for nothing
     * @return this
     * @gevent {@code stdin}
     */
    public Command stdin(Redirect source) {
        builder.redirectInput(source);
        return this;
    }

    /**
     * Sets the standard output of the program.
     *
     * @param target {@link Redirect#INHERIT}, {@link Redirect#PIPE}, {@link Redirect#DISCARD} or a file
     * @return this
     * @gevent {@code stdout}
     */
    public Command stdout(Redirect target) {
        builder.redirectOutput(target);
        outputIsSet = true;
        return this;
    }

    /**
     * Sets the standard error of the program.
     *
     * @param target {@link Redirect#INHERIT}, {@link Redirect#PIPE}, {@link Redirect#DISCARD} or a file
     * @return this
     * @gevent {@code stderr}
     */
    public Command stderr(Redirect target) {
        builder.redirectError(target).redirectErrorStream(false);
        return this;
    }

    /**
     * Sends standard error to the standard output, in the order of the writes.
     *
     * @return this
     * @gevent {@code stderr=STDOUT}
     */
    public Command stderrToStdout() {
        builder.redirectErrorStream(true);
        return this;
    }

    /**
     * Makes pipes of standard output and standard error.
     *
     * @return this
     * @gevent {@code capture_output=True}
     */
    public Command capture() {
        return stdout(Redirect.PIPE).stderr(Redirect.PIPE);
    }

    /**
     * Sets the standard input of the program for {@link #run} and the related methods.
     *
     * @param bytes the whole input
     * @return this
     * @gevent {@code input}
     */
    public Command input(byte[] bytes) {
        input = bytes.clone();
        inputText = null;
        return stdin(Redirect.PIPE);
    }

    /**
     * As {@link #input(byte[])}, in the text mode of this command.
     *
     * @param text the whole input
     * @return this
     */
    public Command input(String text) {
        inputText = text;
        return stdin(Redirect.PIPE);
    }

    /** Returns the input, or null if none was set. */
    byte @Nullable [] input() {
        return inputText == null ? input : text.encode(inputText);
    }

    /**
     * Sets the encoding of text in the pipes: of {@link #input(String)}, and of the methods of {@link Popen} and
     * {@link CompletedProcess} that return text. It is UTF-8 by default. Bytes that are not in the encoding become
     * replacement characters.
     *
     * @param encoding the encoding
     * @return this
     * @gevent {@code encoding}
     */
    public Command charset(Charset encoding) {
        text = new TextMode(encoding, text.universalNewlines());
        return this;
    }

    /**
     * Translates line ends of text in the pipes: {@code \\r\\n} and {@code \\r} of the process become {@code \\n}, and
     * {@code \\n} of {@link #input(String)} becomes the line separator of the system. Without this, text is not
     * changed.
     *
     * @return this
     * @gevent {@code text=True}, {@code universal_newlines=True}
     */
    public Command universalNewlines() {
        text = new TextMode(text.charset(), true);
        return this;
    }

    /**
     * Limits how much {@link Popen#communicate} keeps of each pipe; a process that writes more is killed with its
     * descendants, and an {@link IOException} says so. There is no limit unless this sets one.
     *
     * @param bytes the limit for each pipe
     * @return this
     * @throws IllegalArgumentException if {@code bytes} is negative
     */
    public Command outputLimit(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("outputLimit must not be negative: " + bytes);
        }
        outputLimit = bytes;
        return this;
    }

    /**
     * Starts the program in its own session and process group, with the program {@code setsid}: a signal for the group
     * of this process, as Ctrl-C on the terminal sends, does not reach it, and {@link Popen#killTree} reaches also
     * those of its descendants whose parents have ended. If the program does not exist, the return code is then 127,
     * without an exception.
     *
     * @return this
     * @throws UnsupportedOperationException if there is no {@code setsid} on the path
     * @gevent {@code start_new_session=True}
     */
    public Command newSession() {
        Launch.requireSetsid();
        session = true;
        return this;
    }

    /**
     * Starts the program. If this is cut short by a kill or a timeout, the process and its descendants are killed as
     * soon as it exists.
     *
     * @return the process
     * @throws IOException if it cannot be started: no such program or folder, no permission; the message names the
     *     reason
     * @switches always
     * @gevent {@code Popen(args, ...)}
     */
    public Popen start() throws IOException {
        CurrentGreenlet.refuseInClosedWorld("subprocesses");
        ProcessBuilder effective = effective();
        return new Popen(Launch.start(effective), shownCommand(), session, outputLimit, text);
    }

    /** Starts commands, each of which reads what the one before it writes. */
    static List<Popen> startAll(List<Command> commands) throws IOException {
        CurrentGreenlet.refuseInClosedWorld("subprocesses");
        var builders = new ArrayList<ProcessBuilder>();
        for (int i = 0; i < commands.size(); i++) {
            ProcessBuilder builder = commands.get(i).effective();
            if (i > 0) {
                builder.redirectInput(Redirect.PIPE);
            }
            if (i < commands.size() - 1) {
                builder.redirectOutput(Redirect.PIPE);
            }
            builders.add(builder);
        }
        List<Child> children = Launch.startAll(builders);
        var processes = new ArrayList<Popen>();
        for (Command command : commands) {
            Child child = children.get(processes.size());
            processes.add(new Popen(child, command.shownCommand(), command.session, command.outputLimit, command.text));
        }
        return processes;
    }

    private ProcessBuilder effective() {
        var effective = new ProcessBuilder(Launch.commandLine(builder.command(), session))
                .directory(builder.directory())
                .redirectErrorStream(builder.redirectErrorStream())
                .redirectInput(builder.redirectInput())
                .redirectOutput(builder.redirectOutput())
                .redirectError(builder.redirectError());
        effective.environment().clear();
        effective.environment().putAll(builder.environment());
        return effective;
    }

    private List<String> shownCommand() {
        List<String> command = builder.command();
        return shell ? command.subList(2, command.size()) : List.copyOf(command);
    }

    /**
     * Starts the program and waits until it has ended and its pipes are at their end, which a descendant that holds
     * them delays. If the wait is cut short, the process and its descendants are killed first, see
     * {@link Popen#killTree}.
     *
     * @return its exit status and its output into pipes
     * @throws IOException if it cannot be started, or writes more than the limit
     * @switches always
     * @gevent {@code run(args, ...)}, {@code call(args)}
     */
    public CompletedProcess run() throws IOException {
        return run(Long.MAX_VALUE, Duration.ZERO);
    }

    /**
     * As {@link #run()}; if that takes longer than {@code timeout}, kills the process and its descendants, see
     * {@link Popen#killTree}, and returns at the latest one second after that, even if a descendant that was not found
     * holds a pipe.
     *
     * @param timeout the longest wait
     * @return its exit status and its output into pipes
     * @throws ProcessTimeoutException if the time passed first; it has the output until then
     * @throws IOException if it cannot be started, or writes more than the limit
     * @switches always
     * @gevent {@code run(args, timeout=...)}
     */
    public CompletedProcess run(Duration timeout) throws IOException {
        return run(Durations.nanos(timeout, "timeout"), timeout);
    }

    private CompletedProcess run(long nanos, Duration timeout) throws IOException {
        Popen process = start();
        try {
            Optional<CompletedProcess> completed = process.communicateNanos(input(), nanos);
            if (completed.isPresent()) {
                return completed.get();
            }
            boolean ended = process.isReady();
            process.killTree();
            throw new ProcessTimeoutException(process.remains(), timeout, ended);
        } catch (ProcessTimeoutException e) {
            throw e;
        } catch (Throwable t) {
            abandon(process, t);
            throw t;
        }
    }

    private static void abandon(Popen process, Throwable cause) {
        try {
            boolean _ = Jevent.shielded(() -> {
                process.killTree();
                return process.awaitEnd(Popen.AFTER_KILL_NANOS);
            });
        } catch (Exception e) {
            cause.addSuppressed(e);
        }
    }

    /**
     * As {@link #run()}, for programs that must not fail.
     *
     * @return how it ended
     * @throws CalledProcessException if the return code is not zero
     * @throws IOException if it cannot be started, or writes more than the limit
     * @switches always
     * @gevent {@code check_call(args)}, {@code run(args, check=True)}
     */
    public CompletedProcess checkCall() throws IOException {
        return run().check();
    }

    /**
     * Runs the program and returns its standard output as text, in the text mode of this command.
     *
     * @return the output, with its line ends
     * @throws CalledProcessException if the return code is not zero; it has the output, too
     * @throws IllegalStateException if standard output was redirected
     * @throws IOException if it cannot be started, or writes more than the limit
     * @switches always
     * @gevent {@code check_output(args)}
     */
    public String checkOutput() throws IOException {
        captureOutput();
        return run().check().stdoutText();
    }

    /** Makes a pipe of the standard output, unless the program has redirected it. */
    void captureOutput() {
        if (outputIsSet && builder.redirectOutput() != Redirect.PIPE) {
            throw new IllegalStateException(
                    "checkOutput needs the standard output, which goes to " + builder.redirectOutput() + "; use run()");
        }
        var _ = stdout(Redirect.PIPE);
    }

    @Override
    public String toString() {
        return shownCommand().toString();
    }
}
