// SPDX-License-Identifier: Apache-2.0
package io.jevent.subprocess;

import io.jevent.Jevent;
import io.jevent.hub.Deadline;
import io.jevent.hub.Durations;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Commands that are connected by pipes of the operating system: each reads what the one before it writes, as with
 * {@code |} in a shell, but without one.
 *
 * <p>The first command keeps its standard input, the last its standard output, and each its standard error; what else
 * they set for these streams is replaced by the pipes between them. Directories, environments and text modes are those
 * of each command.
 *
 * <p><b>Confinement:</b> not shared: one greenlet or thread prepares it; it may be started any number of times.
 *
 * @gevent several {@code Popen}, each with {@code stdin=previous.stdout}
 * @since 0.1
 */
public final class Pipeline {

    /** The exit status of a program that wrote to a pipe without a reader: 128 + SIGPIPE. */
    private static final int WROTE_TO_NOBODY = 128 + 13;

    private final List<Command> commands;

    private Pipeline(List<Command> commands) {
        this.commands = commands;
    }

    /**
     * Connects commands.
     *
     * @param commands the commands, first to last
     * @return the pipeline
     * @throws IllegalArgumentException if there is none
     */
    public static Pipeline of(Command... commands) {
        if (commands.length == 0) {
            throw new IllegalArgumentException("a pipeline must have at least one command");
        }
        return new Pipeline(List.of(commands));
    }

    /**
     * Starts all commands. If one cannot be started, or this is cut short by a kill or a timeout, those that run are
     * killed with their descendants.
     *
     * @return the processes, first to last
     * @throws IOException if one cannot be started; the message names the reason
     * @switches always
     */
    public List<Popen> start() throws IOException {
        return Command.startAll(commands);
    }

    /**
     * Starts all commands and waits until all have ended and the pipes to this process are at their end. The input is
     * that of the first command ({@link Command#input}). If the wait is cut short, all are killed with their
     * descendants first.
     *
     * @return the processes that have ended
     * @throws IOException if one cannot be started, or writes more than its limit
     * @switches always
     */
    public CompletedPipeline run() throws IOException {
        return run(Long.MAX_VALUE, Duration.ZERO);
    }

    /**
     * As {@link #run()}; if that takes longer than {@code timeout}, kills all processes with their descendants.
     *
     * @param timeout the longest wait
     * @return the processes that have ended
     * @throws ProcessTimeoutException if the time passed first; it has the last process with its output until then
     * @throws IOException if one cannot be started, or writes more than its limit
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @switches always
     */
    public CompletedPipeline run(Duration timeout) throws IOException {
        return run(Durations.nanos(timeout, "timeout"), timeout);
    }

    private CompletedPipeline run(long nanos, Duration timeout) throws IOException {
        List<Popen> processes = start();
        try {
            var deadline = new Deadline(nanos);
            for (Popen process : processes) {
                process.beginCommunication(
                        process == processes.getFirst() ? commands.getFirst().input() : null);
            }
            var completed = new ArrayList<CompletedProcess>();
            for (Popen process : processes) {
                var ended = process.communicateNanos(null, deadline.left());
                if (ended.isEmpty()) {
                    boolean hadEnded = process.isReady();
                    throw new ProcessTimeoutException(killed(processes), timeout, hadEnded);
                }
                completed.add(ended.get());
            }
            return new CompletedPipeline(completed);
        } catch (ProcessTimeoutException e) {
            throw e;
        } catch (Throwable t) {
            abandon(processes, t);
            throw t;
        }
    }

    /** Kills all processes, and returns the last one with its output until then. */
    private static CompletedProcess killed(List<Popen> processes) throws IOException {
        processes.forEach(Popen::killTree);
        CompletedProcess last = processes.getLast().remains();
        for (Popen process : processes) {
            var _ = process.remains();
        }
        return last;
    }

    private static void abandon(List<Popen> processes, Throwable cause) {
        try {
            boolean _ = Jevent.shielded(() -> {
                processes.forEach(Popen::killTree);
                return processes.stream().allMatch(process -> process.awaitEnd(Popen.AFTER_KILL_NANOS));
            });
        } catch (Exception e) {
            cause.addSuppressed(e);
        }
    }

    /**
     * Runs the pipeline and returns the standard output of the last command as text, in the text mode of that command.
     *
     * @return the output, with its line ends
     * @throws CalledProcessException if a command failed, see {@link CompletedPipeline#check}
     * @throws IllegalStateException if the standard output of the last command was redirected
     * @throws IOException if one cannot be started, or writes more than its limit
     * @switches always
     */
    public String checkOutput() throws IOException {
        commands.getLast().captureOutput();
        return run().check().stdoutText();
    }

    /** Whether an exit status is no failure: of a program that only found that its reader had read enough. */
    static boolean isSuccess(int returnCode, boolean isLast) {
        return returnCode == 0 || (!isLast && returnCode == WROTE_TO_NOBODY);
    }

    @Override
    public String toString() {
        return commands.stream().map(Command::toString).collect(Collectors.joining(" | "));
    }
}
