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
     * Starts processes, each of which reads what the one before it writes; blocks until their programs have begun.
     *
     * @throws IOException if one cannot be started; then no process and no pipe is left
     */
    static List<Child> startAll(List<ProcessBuilder> builders) throws IOException {
        return OsPipe.isSupported() ? withOwnPipes(builders) : withPipesOfTheJdk(builders);
    }

    /** The JDK connects the processes; jevent makes the pipes to this process. */
    private static List<Child> withOwnPipes(List<ProcessBuilder> builders) throws IOException {
        var ends = new ArrayList<Ends>();
        try (var pipes = new Pipes()) {
            for (ProcessBuilder builder : builders) {
                ends.add(pipes.connect(builder, builder == builders.getFirst(), builder == builders.getLast()));
            }
            List<Process> processes = start(builders);
            pipes.keepEnds();
            var children = new ArrayList<Child>();
            for (Ends end : ends) {
                children.add(new Child(processes.get(children.size()), end.stdin, end.stdout, end.stderr));
            }
            return children;
        }
    }

    private static List<Process> start(List<ProcessBuilder> builders) throws IOException {
        return builders.size() == 1 ? List.of(builders.getFirst().start()) : ProcessBuilder.startPipeline(builders);
    }

    /** This side of the pipes of a process. */
    private record Ends(
            @Nullable PipeOutput stdin,
            @Nullable PipeInput stdout,
            @Nullable PipeInput stderr) {}

    /** Pipes that are being made: closes the children's ends when these have started, and all ends if that fails. */
    private static final class Pipes implements AutoCloseable {

        private final List<Closeable> own = new ArrayList<>();
        private final List<OsPipe> pipes = new ArrayList<>();

        Ends connect(ProcessBuilder builder, boolean first, boolean last) throws IOException {
            PipeOutput stdin = null;
            PipeInput stdout = null;
            PipeInput stderr = null;
            if (first && builder.redirectInput() == Redirect.PIPE) {
                OsPipe pipe = add(OsPipe.open(), pipes);
                stdin = add(pipe.output(), own);
                builder.redirectInput(pipe.readEnd());
            }
            if (last && builder.redirectOutput() == Redirect.PIPE) {
                OsPipe pipe = add(OsPipe.open(), pipes);
                stdout = add(pipe.input(), own);
                builder.redirectOutput(pipe.writeEnd());
            }
            if (builder.redirectError() == Redirect.PIPE && !builder.redirectErrorStream()) {
                OsPipe pipe = add(OsPipe.open(), pipes);
                stderr = add(pipe.input(), own);
                builder.redirectError(pipe.writeEnd());
            }
            return new Ends(stdin, stdout, stderr);
        }

        void keepEnds() {
            own.clear();
        }

        @Override
        public void close() throws IOException {
            pipes.forEach(OsPipe::close);
            for (Closeable end : own) {
                end.close();
            }
        }
    }

    private static <T> T add(T element, List<? super T> all) {
        all.add(element);
        return element;
    }

    /** Uses the JDK's pipes, which the JDK ends when the process has ended. */
    private static List<Child> withPipesOfTheJdk(List<ProcessBuilder> builders) throws IOException {
        List<Process> processes = start(builders);
        var children = new ArrayList<Child>();
        for (ProcessBuilder builder : builders) {
            boolean first = builder == builders.getFirst();
            boolean last = builder == builders.getLast();
            Process process = processes.get(children.size());
            children.add(new Child(
                    process,
                    first && builder.redirectInput() == Redirect.PIPE
                            ? new PipeOutput(process.getOutputStream())
                            : null,
                    last && builder.redirectOutput() == Redirect.PIPE ? input(process.getInputStream()) : null,
                    builder.redirectError() == Redirect.PIPE && !builder.redirectErrorStream()
                            ? input(process.getErrorStream())
                            : null));
        }
        return children;
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
