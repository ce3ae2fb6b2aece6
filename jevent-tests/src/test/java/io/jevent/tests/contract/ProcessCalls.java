// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import io.jevent.ipc.Codec;
import io.jevent.ipc.MessagePipe;
import io.jevent.subprocess.Command;
import io.jevent.subprocess.Popen;
import io.jevent.tests.contract.Scene.Trait;
import io.jevent.threadpool.ThreadPool;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;

/** The blocking calls of {@code io.jevent.subprocess} and {@code io.jevent.ipc}, with real processes. */
final class ProcessCalls {

    private ProcessCalls() {}

    private interface ProcessCall {
        void on(Popen process) throws IOException;
    }

    private interface LimitedProcessCall {
        boolean on(Popen process, Duration limit) throws IOException;
    }

    private interface PipeCall {
        void on(MessagePipe<String> pipe) throws IOException;
    }

    static List<BlockingCall> all() {
        return List.of(
                new BlockingCall(
                                "Popen.waitFor",
                                _ -> waiting(
                                        Popen::waitFor,
                                        (p, limit) -> p.waitFor(limit).isPresent()))
                        .covers(Popen.class, "waitFor()", "waitFor(Duration)"),
                new BlockingCall(
                                "Popen.communicate",
                                _ -> waiting(
                                        Popen::communicate,
                                        (p, limit) -> p.communicate(limit).isPresent()))
                        .covers(Popen.class, "communicate()", "communicate(byte[])", "communicate(Duration)"),
                new BlockingCall("Popen.close", _ -> waiting(Popen::close)).covers(Popen.class, "close()"),
                new BlockingCall("Popen.killTree", _ -> lackingThreads((process, _) -> process.killTree()))
                        .covers(Popen.class, "killTree()"),
                new BlockingCall("Popen.sendSignal", _ -> lackingThreads((process, _) -> process.sendSignal("CONT")))
                        .covers(Popen.class, "sendSignal(String)"),
                new BlockingCall(
                                "Command.start",
                                _ -> lackingThreads((_, started) ->
                                        started.add(Popen.command("true").start())))
                        .covers(Command.class, "start()"),
                new BlockingCall("MessagePipe.get", _ -> getting()).covers(MessagePipe.class, "get()", "get(Duration)"),
                new BlockingCall("MessagePipe.put", _ -> putting(pipe -> pipe.put("x")))
                        .covers(MessagePipe.class, "put(Object)"),
                new BlockingCall("MessagePipe.close", _ -> putting(MessagePipe::close))
                        .covers(MessagePipe.class, "close()"));
    }

    private static Popen lasting() throws IOException {
        return Popen.command("sleep", "30") // and not for ever, if it is left behind
                .stdout(Redirect.DISCARD)
                .stderr(Redirect.DISCARD)
                .start();
    }

    private static Scene waiting(ProcessCall call) throws IOException {
        Popen process = lasting();
        return Scene.on(process)
                .block(() -> call.on(process))
                .wake(process::kill)
                .end(process::kill)
                .with(Trait.HOLDS_CLOCK, Trait.OUTSIDE);
    }

    private static Scene waiting(ProcessCall call, LimitedProcessCall limited) throws IOException {
        Popen process = lasting();
        return Scene.on(process)
                .block(() -> call.on(process))
                .limited(limit -> limited.on(process, limit))
                .wake(process::kill)
                .end(process::kill)
                .with(Trait.HOLDS_CLOCK, Trait.OUTSIDE);
    }

    private interface StartCall {
        void on(Popen process, List<Popen> started) throws IOException;
    }

    /** All threads of the hub's pool are taken until the wake-up. */
    private static Scene lackingThreads(StartCall call) throws IOException {
        Popen process = lasting();
        var started = new ArrayList<Popen>();
        var free = new Semaphore(0);
        ThreadPool pool = ThreadPool.ofHub();
        for (int i = 0; i < pool.maxThreads(); i++) {
            var _ = pool.applyAsync(() -> {
                free.acquireUninterruptibly();
                return true;
            });
        }
        return Scene.on(List.of())
                .block(() -> call.on(process, started))
                .wake(() -> free.release(100))
                .end(() -> {
                    free.release(100);
                    pool.join();
                    process.kill();
                })
                .with(Trait.HOLDS_CLOCK, Trait.OUTSIDE);
    }

    /** Brings an empty message for each permit. */
    private static InputStream messages(Semaphore sent) {
        return new InputStream() {
            @Override
            public int read() {
                throw new IllegalStateException("reads whole messages");
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                sent.acquireUninterruptibly();
                Arrays.fill(target, offset, offset + 4, (byte) 0);
                return 4;
            }
        };
    }

    private static Scene getting() {
        var sent = new Semaphore(0);
        var pipe = new MessagePipe<>(messages(sent), OutputStream.nullOutputStream(), Codec.text(), 10, "a scene");
        return Scene.on(pipe)
                .block(pipe::get)
                .limited(limit -> pipe.get(limit).isPresent())
                .wake(sent::release)
                .end(sent::release)
                .with(Trait.HOLDS_CLOCK, Trait.OUTSIDE, Trait.LIMIT_IS_TIMEOUT);
    }

    private static Scene putting(PipeCall call) {
        var taken = new Semaphore(0);
        var target = new OutputStream() {
            @Override
            public void write(int value) {
                taken.acquireUninterruptibly();
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                write(0);
            }

            @Override
            public void close() {
                write(0);
            }
        };
        var pipe = new MessagePipe<>(InputStream.nullInputStream(), target, Codec.text(), 10, "a scene");
        return Scene.on(pipe)
                .block(() -> call.on(pipe))
                .wake(() -> taken.release(2))
                .end(() -> taken.release(10))
                .with(Trait.HOLDS_CLOCK, Trait.OUTSIDE);
    }
}
