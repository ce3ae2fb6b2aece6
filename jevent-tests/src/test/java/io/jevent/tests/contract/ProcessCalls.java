// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import io.jevent.Jevent;
import io.jevent.ipc.ChildProcess;
import io.jevent.ipc.Codec;
import io.jevent.ipc.MessagePipe;
import io.jevent.ipc.ProcessMain;
import io.jevent.subprocess.Command;
import io.jevent.subprocess.Pipeline;
import io.jevent.subprocess.Popen;
import io.jevent.tests.contract.Scene.Trait;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/** The blocking calls of {@code io.jevent.subprocess} and {@code io.jevent.ipc}, with real processes. */
final class ProcessCalls {

    private static final Duration LONG = Duration.ofDays(20_000);

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
        return Stream.concat(processes().stream(), pipelines().stream()).toList();
    }

    private static List<BlockingCall> pipelines() {
        return List.of(
                new BlockingCall(
                                "Pipeline.start",
                                _ -> lackingThreads((_, started) ->
                                        started.addAll(Pipeline.of(Popen.command("true"), Popen.command("true"))
                                                .start())))
                        .covers(Pipeline.class, "start()"),
                new BlockingCall(
                                "Pipeline.run",
                                _ -> running(command -> piped(command).run()))
                        .covers(Pipeline.class, "run()"),
                new BlockingCall(
                                "Pipeline.run(limit)",
                                _ -> running(command -> piped(command).run(LONG)))
                        .covers(Pipeline.class, "run(Duration)"),
                new BlockingCall(
                                "Pipeline.checkOutput",
                                _ -> running(command -> piped(command).checkOutput()))
                        .covers(Pipeline.class, "checkOutput()"));
    }

    private static List<BlockingCall> processes() {
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
                        .covers(
                                Popen.class,
                                "communicate()",
                                "communicate(byte[])",
                                "communicate(String)",
                                "communicate(Duration)"),
                new BlockingCall("Popen.close", _ -> waiting(Popen::close)).covers(Popen.class, "close()"),
                new BlockingCall("Popen.killTree", _ -> lackingThreads((process, _) -> process.killTree()))
                        .covers(Popen.class, "killTree()"),
                new BlockingCall("Popen.sendSignal", _ -> lackingThreads((process, _) -> process.sendSignal("CONT")))
                        .covers(Popen.class, "sendSignal(String)"),
                new BlockingCall(
                                "Popen.sendSignalToGroup",
                                _ -> lackingThreads(inGroup(), (process, _) -> process.sendSignalToGroup("CONT")))
                        .covers(Popen.class, "sendSignalToGroup(String)"),
                new BlockingCall(
                                "Command.start",
                                _ -> lackingThreads((_, started) ->
                                        started.add(Popen.command("true").start())))
                        .covers(Command.class, "start()"),
                new BlockingCall("Command.run", _ -> running(Command::run)).covers(Command.class, "run()"),
                new BlockingCall("Command.run(limit)", _ -> running(command -> command.run(LONG)))
                        .covers(Command.class, "run(Duration)"),
                new BlockingCall("Command.checkCall", _ -> running(Command::checkCall))
                        .covers(Command.class, "checkCall()"),
                new BlockingCall("Command.checkOutput", _ -> running(Command::checkOutput))
                        .covers(Command.class, "checkOutput()"),
                new BlockingCall("ChildProcess.start", _ -> startingAChild())
                        .covers(ChildProcess.class, "start(Class, String[])"),
                new BlockingCall("ChildProcess.close", _ -> closingAChild()).covers(ChildProcess.class, "close()"),
                new BlockingCall("MessagePipe.get", _ -> getting()).covers(MessagePipe.class, "get()", "get(Duration)"),
                new BlockingCall("MessagePipe.put", _ -> putting(pipe -> pipe.put("x")))
                        .covers(MessagePipe.class, "put(Object)"),
                new BlockingCall("MessagePipe.close", _ -> putting(MessagePipe::close))
                        .covers(MessagePipe.class, "close()"));
    }

    private static Popen lasting() throws IOException {
        return sleeping().start();
    }

    private static Pipeline piped(Command command) {
        return Pipeline.of(command, Popen.command("cat"));
    }

    private static Popen inGroup() throws IOException {
        return sleeping().newSession().start();
    }

    private static Command sleeping() {
        return Popen.command("sleep", "30") // and not for ever, if it is left behind
                .stdout(Redirect.DISCARD)
                .stderr(Redirect.DISCARD);
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
        return lackingThreads(lasting(), call);
    }

    private static Scene lackingThreads(Popen process, StartCall call) {
        var started = new ArrayList<Popen>();
        return BusyThreads.scene(() -> call.on(process, started), process::kill);
    }

    private interface CommandCall {
        void on(Command command) throws IOException;
    }

    /**
     * The process ends when there is a certain file. A limit counts from when it has started, which no test can see; if
     * the call is cut short, it is killed.
     */
    private static Scene running(CommandCall call) throws IOException {
        Path folder = Files.createTempDirectory("jevent");
        Path go = folder.resolve("go");
        Command command = Popen.shell(
                "n=0; while [ ! -e \"$1\" ] && [ $n -lt 3000 ]; do sleep 0.01; n=$((n+1)); done", go.toString());
        return Scene.on(List.of())
                .block(() -> call.on(command))
                .wake(() -> Files.write(go, new byte[0]))
                .end(() -> {
                    Files.deleteIfExists(go);
                    Files.delete(folder);
                })
                .with(Trait.HOLDS_CLOCK, Trait.OUTSIDE, Trait.SEVERAL_WAITS);
    }

    /** A child that does not care that its parent has closed the pipe. */
    public static final class Lasting implements ProcessMain<String> {

        /** For the child. */
        public Lasting() {
            super();
        }

        @Override
        public void run(MessagePipe<String> parent, List<String> args) {
            Jevent.sleep(Duration.ofSeconds(30));
        }

        @Override
        public Codec<String> codec() {
            return Codec.text();
        }
    }

    private static Scene startingAChild() {
        var started = new ArrayList<ChildProcess<String>>();
        return BusyThreads.scene(
                        () -> started.add(ChildProcess.start(Lasting.class)),
                        () -> started.forEach(child -> child.process().kill()))
                .with(Trait.SEVERAL_WAITS);
    }

    private static Scene closingAChild() throws IOException {
        ChildProcess<String> child = ChildProcess.start(Lasting.class);
        return Scene.on(child)
                .block(child::close)
                .wake(child.process()::kill)
                .end(child.process()::kill)
                .with(Trait.HOLDS_CLOCK, Trait.OUTSIDE, Trait.SEVERAL_WAITS);
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
