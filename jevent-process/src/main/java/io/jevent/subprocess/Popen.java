// SPDX-License-Identifier: Apache-2.0
package io.jevent.subprocess;

import io.jevent.Jevent;
import io.jevent.file.ThreadedInputStream;
import io.jevent.file.ThreadedOutputStream;
import io.jevent.hub.AbstractLinkable;
import io.jevent.hub.Deadline;
import io.jevent.hub.Durations;
import io.jevent.hub.Mutex;
import io.jevent.hub.WaitList;
import io.jevent.hub.WaitTarget;
import io.jevent.hub.Waiter;
import io.jevent.internal.process.Child;
import io.jevent.internal.process.KillCommand;
import io.jevent.threadpool.ThreadPool;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A child process. Threads read and write its pipes, and a thread of the JDK waits for its end, so a greenlet that
 * waits for either does not block the hub.
 *
 * <p>It becomes ready when the process has ended, so that {@link Jevent#await(java.util.Collection)} and
 * {@link Jevent#iwait(java.util.Collection)} take it.
 *
 * <p>A pipe ends when all processes that hold it have ended or closed it: the output of descendants that outlive the
 * process is read too, and {@link #communicate()} waits for it, as in gevent. The limits of
 * {@link #communicate(Duration)} and {@link Command#run(Duration)} hold also then. One second after {@link #kill} or
 * {@link #killTree} the pipes end for this side even if others hold them. (Where there is no {@code /proc}, the pipes
 * are the JDK's, which end with the process.)
 *
 * <p><b>Confinement:</b> thread-safe: any thread with a hub. In gevent only the main thread may start processes.
 *
 * @gevent {@code gevent.subprocess.Popen}
 * @since 0.1
 */
public final class Popen extends AbstractLinkable implements WaitTarget, AutoCloseable {

    /** How long the output is read on after a kill, in real time: what the process had written is in the pipe. */
    static final long AFTER_KILL_NANOS = 1_000_000_000;

    private final Child child;
    private final Process process;
    private final List<String> command;
    private final boolean session;
    private final TextMode text;
    private final @Nullable ThreadedOutputStream stdin;
    private final @Nullable ThreadedInputStream stdout;
    private final @Nullable ThreadedInputStream stderr;
    private final Communication communication;
    private final Mutex mutex = links.mutex();
    private final AtomicBoolean killed = new AtomicBoolean();
    private boolean ended;

    Popen(Child child, List<String> command, boolean session, long outputLimit, TextMode text) {
        super(WaitList.wokenFromOutside(new Mutex()));
        this.text = text;
        this.child = child;
        this.process = child.process();
        this.command = command;
        this.session = session;
        stdin = child.stdin() == null
                ? null
                : new ThreadedOutputStream(child.stdin(), "the standard input of " + command);
        stdout = child.stdout() == null
                ? null
                : new ThreadedInputStream(child.stdout(), "the standard output of " + command);
        stderr = child.stderr() == null
                ? null
                : new ThreadedInputStream(child.stderr(), "the standard error of " + command);
        communication = new Communication(this, stdin, stdout, stderr, outputLimit);
        var _ = process.onExit().thenRun(this::hasEnded);
    }

    private void hasEnded() {
        Waiter chain;
        mutex.lock();
        try {
            ended = true;
            chain = links.drain();
        } finally {
            mutex.unlock();
        }
        WaitList.wakeAll(chain, null);
    }

    /**
     * Returns a description of a process, to be changed and started.
     *
     * @param command the program and its arguments, without any expansion
     * @return the description
     * @throws IllegalArgumentException if {@code command} is empty
     */
    public static Command command(String... command) {
        return new Command(List.of(command), false);
    }

    /**
     * As {@link #command(String...)}.
     *
     * @param command the program and its arguments, without any expansion
     * @return the description
     * @throws IllegalArgumentException if {@code command} is empty
     */
    public static Command command(List<String> command) {
        return new Command(List.copyOf(command), false);
    }

    /**
     * Returns a description of a process that runs a script with {@code /bin/sh}. Do not insert untrusted text into the
     * script; pass it as an argument.
     *
     * @param script the text of the script
     * @param arguments the values of {@code $1}, {@code $2} and so on
     * @return the description
     * @gevent {@code shell=True}
     */
    public static Command shell(String script, String... arguments) {
        var command = new ArrayList<>(List.of("/bin/sh", "-c", script));
        if (arguments.length > 0) {
            command.add("sh");
            command.addAll(List.of(arguments));
        }
        return new Command(command, true);
    }

    /**
     * Returns the command line.
     *
     * @return the program and its arguments
     * @gevent {@code args}
     */
    public List<String> args() {
        return command;
    }

    /**
     * Returns the number of the process.
     *
     * @return its process id
     * @gevent {@code pid}
     */
    public long pid() {
        return process.pid();
    }

    /**
     * Returns how the process ended, if it has.
     *
     * @return its exit status; 128 plus the number of the signal if a signal has ended it, as in a shell, since the JDK
     *     does not tell the two apart; empty while it lives
     * @switches never
     * @gevent {@code poll()}, {@code returncode}; the number of a signal is negative there
     */
    public OptionalInt returnCode() {
        return isReady() ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
    }

    /**
     * Waits until the process has ended. A process that fills a pipe without a reader does not end;
     * {@link #communicate()} reads them.
     *
     * @return how it ended; see {@link #returnCode}
     * @switches when it has to wait
     * @gevent {@code wait()}
     */
    public int waitFor() {
        var _ = awaitEnd(Long.MAX_VALUE);
        return process.exitValue();
    }

    /**
     * Waits until the process has ended, at most for {@code timeout}. It is not killed if the time passes.
     *
     * @param timeout the longest wait; zero only checks
     * @return how it ended; empty if the time passed first
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @switches when it has to wait
     * @gevent {@code wait(timeout)}, which raises {@code TimeoutExpired}
     */
    public OptionalInt waitFor(Duration timeout) {
        return awaitEnd(Durations.nanos(timeout, "timeout"))
                ? OptionalInt.of(process.exitValue())
                : OptionalInt.empty();
    }

    boolean awaitEnd(long nanos) {
        Waiter waiter;
        mutex.lock();
        try {
            if (ended) {
                return true;
            }
            waiter = links.enter(nanos);
        } finally {
            mutex.unlock();
        }
        return !WaitList.timedOut(WaitList.await(waiter, this, nanos));
    }

    /**
     * Returns the pipe to the standard input of the process.
     *
     * @return the pipe
     * @throws IllegalStateException if that is not a pipe
     */
    public ThreadedOutputStream stdin() {
        return require(stdin, "stdin");
    }

    /**
     * Returns the pipe from the standard output of the process.
     *
     * @return the pipe
     * @throws IllegalStateException if that is not a pipe
     */
    public ThreadedInputStream stdout() {
        return require(stdout, "stdout");
    }

    /**
     * Returns the pipe from the standard error of the process.
     *
     * @return the pipe
     * @throws IllegalStateException if that is not a pipe of its own
     */
    public ThreadedInputStream stderr() {
        return require(stderr, "stderr");
    }

    /**
     * Returns the lines of the standard output, in the text mode of the command. The next line is read when the
     * iterator is asked for it, which blocks; a failure of the pipe is thrown as an
     * {@link java.io.UncheckedIOException}. If the wait is cut short, nothing is lost.
     *
     * <p>With universal newlines, a lone {@code \r} also ends a line, which is read with the next {@code \n}.
     *
     * @return the lines; all iterators read on from the same place
     * @throws IllegalStateException if the standard output is no pipe
     * @throws IllegalArgumentException if a line feed is not one byte in the encoding
     * @switches when it has to wait: the iterator
     * @gevent {@code for line in popen.stdout}
     */
    public Iterable<String> stdoutLines() {
        return new LineIterable(stdout(), text);
    }

    /**
     * Returns the lines of the standard error, as {@link #stdoutLines()} does.
     *
     * @return the lines
     * @throws IllegalStateException if the standard error is no separate pipe
     * @throws IllegalArgumentException if a line feed is not one byte in the encoding
     * @switches when it has to wait: the iterator
     */
    public Iterable<String> stderrLines() {
        return new LineIterable(stderr(), text);
    }

    /**
     * Returns a reader of the standard output, in the encoding of the command. Its {@code readLine} takes {@code \n},
     * {@code \r} and {@code \r\n} for the end of a line. The reader reads ahead: use either it or {@link #stdout()}.
     *
     * @return a new reader
     * @throws IllegalStateException if the standard output is no pipe
     * @gevent {@code stdout} in text mode
     */
    public BufferedReader stdoutReader() {
        return new BufferedReader(new InputStreamReader(stdout(), text.charset()));
    }

    /**
     * Returns a writer to the standard input, in the encoding of the command. It buffers: {@code flush} or
     * {@code close} writes.
     *
     * @return a new writer
     * @throws IllegalStateException if the standard input is no pipe
     * @gevent {@code stdin} in text mode
     */
    public BufferedWriter stdinWriter() {
        return new BufferedWriter(new OutputStreamWriter(stdin(), text.charset()));
    }

    private <S> S require(@Nullable S stream, String name) {
        if (stream == null) {
            throw new IllegalStateException(name + " of " + this + " is no pipe; start it with " + name + "(PIPE)");
        }
        return stream;
    }

    /**
     * Closes the standard input, reads all pipes to their end and waits until the process has ended. If the wait is cut
     * short, nothing is lost: reading continues, and the next call returns all output. A descendant that keeps a pipe
     * open delays this call, unless the process was killed by this object.
     *
     * @return how it ended, with all that it wrote
     * @throws IOException if a pipe cannot be read, or has more than the limit; then the process is killed
     * @switches when it has to wait
     * @gevent {@code communicate()}
     */
    public CompletedProcess communicate() throws IOException {
        return communicateNanos(null, Long.MAX_VALUE).orElseThrow();
    }

    /**
     * As {@link #communicate()}, writing {@code input} to the standard input before it is closed. It is no failure if
     * the process does not read all of it.
     *
     * @param input the standard input of the process
     * @return how it ended, with all that it wrote
     * @throws IllegalStateException if the standard input is no pipe, or this is not the first call
     * @throws IOException if a pipe cannot be read, or has more than the limit; then the process is killed
     * @switches when it has to wait
     * @gevent {@code communicate(input)}
     */
    public CompletedProcess communicate(byte[] input) throws IOException {
        return communicateNanos(input, Long.MAX_VALUE).orElseThrow();
    }

    /**
     * As {@link #communicate(byte[])}, with text in the text mode of the command.
     *
     * @param input the standard input of the process
     * @return how it ended, with all that it wrote
     * @throws IllegalStateException if the standard input is no pipe, or this is not the first call
     * @throws IOException if a pipe cannot be read, or has more than the limit; then the process is killed
     * @switches when it has to wait
     * @gevent {@code communicate(input)} in text mode
     */
    public CompletedProcess communicate(String input) throws IOException {
        return communicate(text.encode(input));
    }

    /**
     * As {@link #communicate()}, at most for {@code timeout}. The process is not killed if the time passes.
     *
     * @param timeout the longest wait
     * @return its exit status and all its output; empty if the time passed first
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @throws IOException if a pipe cannot be read, or has more than the limit; then the process is killed
     * @switches when it has to wait
     * @gevent {@code communicate(timeout=...)}, which raises {@code TimeoutExpired}
     */
    public Optional<CompletedProcess> communicate(Duration timeout) throws IOException {
        return communicateNanos(null, Durations.nanos(timeout, "timeout"));
    }

    /** Begins to write the input and to read the output, for {@link #communicateNanos}. */
    void beginCommunication(byte @Nullable [] input) {
        communication.begin(input);
    }

    TextMode text() {
        return text;
    }

    /** After a kill: returns the output until then; the return code is -1 if the process could not be killed. */
    CompletedProcess remains() throws IOException {
        communication.begin(null);
        boolean _ = communication.await(new Deadline(Long.MAX_VALUE));
        return communication.result(command, awaitEnd(AFTER_KILL_NANOS) ? process.exitValue() : -1);
    }

    Optional<CompletedProcess> communicateNanos(byte @Nullable [] input, long nanos) throws IOException {
        var deadline = new Deadline(nanos);
        communication.begin(input);
        if (!communication.await(deadline) || !awaitEnd(deadline.left())) {
            return Optional.empty();
        }
        return Optional.of(communication.result(command, process.exitValue()));
    }

    /**
     * Asks the process to end: sends SIGTERM. Does nothing if it has ended.
     *
     * @switches never
     * @gevent {@code terminate()}
     */
    public void terminate() {
        process.destroy();
    }

    /**
     * Ends the process, and only it: sends SIGKILL. Does nothing if it has ended. Its descendants live on, without its
     * pipes: one second later these end for this side.
     *
     * @switches never
     * @gevent {@code kill()}, after which the pipes remain open as long as a descendant holds them
     */
    public void kill() {
        process.toHandle().destroyForcibly();
        cutOffSoon();
    }

    /** Ends the pipes a while after a kill: a descendant that has survived could hold them for ever. */
    private void cutOffSoon() {
        if (!killed.getAndSet(true)) {
            CompletableFuture.delayedExecutor(AFTER_KILL_NANOS, TimeUnit.NANOSECONDS)
                    .execute(child::cutOff);
        }
    }

    /**
     * Ends the process and all its descendants with SIGKILL, also those that are just being started. A descendant whose
     * parent has ended before is found only if the process was started with {@link Command#newSession} and the
     * descendant has not created another process group: then the whole group is killed. One second later the pipes end
     * for this side, even if a descendant that was not found holds them.
     *
     * @switches always
     */
    public void killTree() {
        try {
            boolean _ = ThreadPool.ofHub().apply(() -> {
                KillCommand.killTree(process.toHandle());
                return session && KillCommand.send("KILL", List.of("-" + pid()));
            });
        } finally {
            cutOffSoon();
        }
    }

    /**
     * Sends a signal, with the program {@code kill}. Does nothing if the process has ended.
     *
     * @param name the signal without {@code SIG}, for example {@code HUP}, or its number
     * @throws IllegalArgumentException if the system knows no such signal
     * @switches always
     * @gevent {@code send_signal(number)}
     */
    public void sendSignal(String name) {
        boolean sent =
                isReady() || ThreadPool.ofHub().apply(() -> KillCommand.send(name, List.of(Long.toString(pid()))));
        if (!sent && process.isAlive()) {
            throw new IllegalArgumentException(
                    "the signal " + name + " cannot be sent to " + this + "; give a name such as HUP, or a number");
        }
    }

    /**
     * Sends a signal to all processes of the group of this one, with the program {@code kill}. Does nothing if none is
     * left.
     *
     * @param name the signal without {@code SIG}, for example {@code TERM}, or its number
     * @throws IllegalStateException if the process has no separate group: start it with {@link Command#newSession}
     * @switches always
     * @gevent {@code os.killpg(popen.pid, number)}
     */
    public void sendSignalToGroup(String name) {
        if (!session) {
            throw new IllegalStateException(this + " has no process group of its own; start it with newSession()");
        }
        boolean _ = ThreadPool.ofHub().apply(() -> KillCommand.send(name, List.of("-" + pid())));
    }

    @Override
    public boolean isReady() {
        mutex.lock();
        try {
            return ended;
        } finally {
            mutex.unlock();
        }
    }

    @Override
    protected boolean isReadyLocked() {
        return ended;
    }

    /**
     * Closes the pipes, also if a descendant holds them, and waits until the process has ended, for ever if need be:
     * {@link #kill} it before if it may not end by itself.
     *
     * @throws IOException if a pipe cannot be closed
     * @switches when it has to wait
     * @gevent the end of {@code with Popen(...)}
     */
    @Override
    public void close() throws IOException {
        try {
            communication.closePipes();
        } finally {
            var _ = awaitEnd(Long.MAX_VALUE);
        }
    }

    @Override
    public String wokenBy() {
        return "the end of the process";
    }

    @Override
    public String toString() {
        OptionalInt code = returnCode();
        return "process " + pid() + " " + command + (code.isPresent() ? " (ended: " + code.getAsInt() + ")" : "");
    }
}
