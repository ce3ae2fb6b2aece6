// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.process;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process that was started, and this side of its pipes.
 *
 * @param process the process
 * @param stdin the pipe that it reads, or null if there is none
 * @param stdout the pipe that it writes, or null if there is none
 * @param stderr the pipe for its errors, or null if it has no separate one
 */
public record Child(
        Process process,
        @Nullable PipeOutput stdin,
        @Nullable PipeInput stdout,
        @Nullable PipeInput stderr) {

    /**
     * Starts a process; blocks until its program has begun.
     *
     * @throws IOException if it cannot be started; then no pipe is left open
     */
    static Child start(ProcessBuilder builder) throws IOException {
        return OsPipe.isSupported() ? withOwnPipes(builder) : withPipesOfTheJdk(builder);
    }

    private static Child withOwnPipes(ProcessBuilder builder) throws IOException {
        List<Closeable> own = new ArrayList<>();
        List<OsPipe> pipes = new ArrayList<>();
        try {
            PipeOutput stdin = null;
            PipeInput stdout = null;
            PipeInput stderr = null;
            if (builder.redirectInput() == Redirect.PIPE) {
                OsPipe pipe = add(OsPipe.open(), pipes);
                stdin = add(pipe.output(), own);
                builder.redirectInput(pipe.readEnd());
            }
            if (builder.redirectOutput() == Redirect.PIPE) {
                OsPipe pipe = add(OsPipe.open(), pipes);
                stdout = add(pipe.input(), own);
                builder.redirectOutput(pipe.writeEnd());
            }
            if (builder.redirectError() == Redirect.PIPE && !builder.redirectErrorStream()) {
                OsPipe pipe = add(OsPipe.open(), pipes);
                stderr = add(pipe.input(), own);
                builder.redirectError(pipe.writeEnd());
            }
            return new Child(builder.start(), stdin, stdout, stderr);
        } catch (IOException | RuntimeException e) {
            for (Closeable end : own) {
                end.close();
            }
            throw e;
        } finally {
            pipes.forEach(OsPipe::close);
        }
    }

    private static <T> T add(T element, List<? super T> all) {
        all.add(element);
        return element;
    }

    /** Uses the JDK's pipes, which the JDK ends when the process has ended. */
    private static Child withPipesOfTheJdk(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        return new Child(
                process,
                builder.redirectInput() == Redirect.PIPE ? new PipeOutput(process.getOutputStream()) : null,
                builder.redirectOutput() == Redirect.PIPE ? input(process.getInputStream()) : null,
                builder.redirectError() == Redirect.PIPE && !builder.redirectErrorStream()
                        ? input(process.getErrorStream())
                        : null);
    }

    private static PipeInput input(InputStream stream) {
        return new PipeInput(stream, Channels.newChannel(stream));
    }

    /**
     * Ends the pipes even if other processes hold their other ends: reads of the output return its end, and the input
     * takes no more. Blocks briefly while a thread leaves a read or a write.
     */
    public void cutOff() {
        try {
            if (stdin != null) {
                stdin.close();
            }
        } catch (IOException _) {
            // unwritten bytes are lost anyway
        }
        for (PipeInput output : new PipeInput[] {stdout, stderr}) {
            try {
                if (output != null) {
                    output.cutOff();
                }
            } catch (IOException _) {
                // it is no longer used
            }
        }
    }
}
