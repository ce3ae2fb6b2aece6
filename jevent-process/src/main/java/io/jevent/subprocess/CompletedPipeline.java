// SPDX-License-Identifier: Apache-2.0
package io.jevent.subprocess;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The processes of a pipeline, which have ended.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @param processes the processes, first to last, with their output into pipes of this process
 * @since 0.1
 */
public record CompletedPipeline(List<CompletedProcess> processes) {

    /**
     * Creates the result of a pipeline.
     *
     * @param processes the processes, at least one
     */
    public CompletedPipeline {
        processes = List.copyOf(processes);
        if (processes.isEmpty()) {
            throw new IllegalArgumentException("a pipeline must have at least one process");
        }
    }

    /**
     * Returns the exit statuses; see {@link Popen#returnCode}.
     *
     * @return the statuses, first to last
     */
    public List<Integer> returnCodes() {
        return processes.stream().map(CompletedProcess::returnCode).toList();
    }

    /**
     * Returns the standard output of the last process, if that was a pipe.
     *
     * @return a copy
     */
    public byte[] stdout() {
        return processes.getLast().stdout();
    }

    /**
     * Returns the standard output of the last process as text, in the text mode of its command.
     *
     * @return the text, with its line ends
     */
    public String stdoutText() {
        return processes.getLast().stdoutText();
    }

    /**
     * Returns this if every process succeeded, else throws. A process before the last one also succeeds if SIGPIPE
     * ended it: its reader had read enough.
     *
     * @return this
     * @throws CalledProcessException for the first process that failed
     */
    public CompletedPipeline check() throws CalledProcessException {
        for (CompletedProcess process : processes) {
            if (!Pipeline.isSuccess(process.returnCode(), process == processes.getLast())) {
                throw new CalledProcessException(process);
            }
        }
        return this;
    }

    @Override
    public String toString() {
        return processes.stream().map(CompletedProcess::toString).collect(Collectors.joining(" | "));
    }
}
