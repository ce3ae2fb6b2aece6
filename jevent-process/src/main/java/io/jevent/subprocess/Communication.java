// SPDX-License-Identifier: Apache-2.0
package io.jevent.subprocess;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.exceptions.GreenletSignal;
import io.jevent.file.ThreadedInputStream;
import io.jevent.file.ThreadedOutputStream;
import io.jevent.hub.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The greenlets that write the input of a process and read its output, each pipe for itself, so that none fills while
 * another is waited for. They belong to no caller: if a waiter is cancelled, they continue.
 */
final class Communication {

    private static final int PIECE = 32 * 1024;

    private final Popen process;
    private final @Nullable ThreadedOutputStream stdin;
    private final List<Collected> outputs = new ArrayList<>();
    private final long limit;
    private final List<Greenlet<?>> workers = new ArrayList<>();
    private boolean begun;
    private @Nullable IOException failure;

    /** A pipe and the bytes read from it. */
    private record Collected(@Nullable ThreadedInputStream pipe, ByteArrayOutputStream bytes) {}

    Communication(
            Popen process,
            @Nullable ThreadedOutputStream stdin,
            @Nullable ThreadedInputStream stdout,
            @Nullable ThreadedInputStream stderr,
            long limit) {
        this.process = process;
        this.stdin = stdin;
        this.limit = limit;
        outputs.add(new Collected(stdout, new ByteArrayOutputStream()));
        outputs.add(new Collected(stderr, new ByteArrayOutputStream()));
    }

    synchronized void begin(byte @Nullable [] input) {
        if (input != null && (begun || stdin == null)) {
            throw new IllegalStateException(
                    begun
                            ? "the input of " + process + " was given to the first call; give none to the next"
                            : "stdin of " + process + " is no pipe; start it with stdin(PIPE)");
        }
        if (begun) {
            return;
        }
        begun = true;
        if (stdin != null) {
            byte[] all = input == null ? new byte[0] : input.clone();
            work("stdin", () -> feed(stdin, all));
        }
        for (Collected output : outputs) {
            ThreadedInputStream pipe = output.pipe;
            if (pipe != null) {
                work("output", () -> collect(pipe, output.bytes));
            }
        }
    }

    private void work(String what, Runnable body) {
        Greenlet<?> worker = Jevent.spawn(body);
        worker.setName(what + " of " + process);
        workers.add(worker);
    }

    /** A process may end, or close its input, without having read all: that is no failure, as in gevent. */
    private static void feed(ThreadedOutputStream pipe, byte[] input) {
        try (pipe) {
            pipe.write(input);
        } catch (IOException _) {
            // see above
        }
    }

    private void collect(ThreadedInputStream pipe, ByteArrayOutputStream bytes) {
        byte[] piece = new byte[PIECE];
        try (pipe) {
            int count;
            while ((count = pipe.read(piece)) > 0) {
                if (count > limit - bytes.size()) {
                    throw new IOException(process + " wrote more than the limit of " + limit + " bytes and was killed");
                }
                bytes.write(piece, 0, count);
            }
        } catch (IOException e) {
            failed(e);
            process.killTree();
        } catch (GreenletSignal e) {
            failed(new IOException("the output of " + process + " is incomplete: the hub that read it was closed", e));
            throw e;
        }
    }

    private synchronized void failed(IOException e) {
        if (failure == null) {
            failure = e;
        }
    }

    /** Waits until all pipes are at their end; returns false if the time passed first. */
    boolean await(Deadline deadline) {
        List<Greenlet<?>> all;
        synchronized (this) {
            all = List.copyOf(workers);
        }
        for (Greenlet<?> worker : all) {
            if (!worker.joinNanos(deadline.left())) {
                return false;
            }
        }
        return true;
    }

    synchronized CompletedProcess result(List<String> command, int returnCode) throws IOException {
        if (failure != null) {
            throw failure;
        }
        return new CompletedProcess(
                command,
                returnCode,
                outputs.get(0).bytes.toByteArray(),
                outputs.get(1).bytes.toByteArray(),
                process.text());
    }

    void closePipes() throws IOException {
        try {
            if (stdin != null) {
                stdin.close();
            }
        } finally {
            for (Collected output : outputs) {
                if (output.pipe != null) {
                    output.pipe.close();
                }
            }
        }
    }
}
