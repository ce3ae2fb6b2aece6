// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import io.jevent.Jevent;
import io.jevent.file.FileWatcher;
import io.jevent.file.ThreadedFile;
import io.jevent.file.ThreadedInputStream;
import io.jevent.file.ThreadedOutputStream;
import io.jevent.tests.contract.Scene.Trait;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/** The blocking calls of {@code io.jevent.file}: real threads stand in what they wait for. */
final class FileCalls {

    private static final Duration LONG = Duration.ofDays(20_000);

    private FileCalls() {}

    private interface InputCall {
        void on(ThreadedInputStream input) throws IOException;
    }

    private interface OutputCall {
        void on(ThreadedOutputStream output) throws IOException;
    }

    private interface FileCall {
        void on(List<ThreadedFile> opened, Path path) throws IOException;
    }

    static List<BlockingCall> all() {
        return List.of(
                new BlockingCall("ThreadedInputStream.read", _ -> reading(in -> in.read()))
                        .covers(ThreadedInputStream.class, "read()", "read(byte[], int, int)"),
                new BlockingCall("ThreadedInputStream.readLine", _ -> reading(in -> in.readLine()))
                        .covers(ThreadedInputStream.class, "readLine()", "readLine(Charset)"),
                new BlockingCall("ThreadedInputStream.awaitAvailable", _ -> reading(in -> in.awaitAvailable(1)))
                        .covers(ThreadedInputStream.class, "awaitAvailable(int)"),
                new BlockingCall("ThreadedOutputStream.write", _ -> writing(out -> out.write(1)))
                        .covers(ThreadedOutputStream.class, "write(int)", "write(byte[], int, int)"),
                new BlockingCall("ThreadedOutputStream.flush", _ -> flushing())
                        .covers(ThreadedOutputStream.class, "flush()"),
                new BlockingCall("ThreadedOutputStream.close", _ -> writing(ThreadedOutputStream::close))
                        .covers(ThreadedOutputStream.class, "close()"),
                new BlockingCall("FileWatcher.take", _ -> watching())
                        .covers(FileWatcher.class, "take()", "take(Duration)"),
                new BlockingCall("FileWatcher.open", _ -> openingAWatcher())
                        .covers(FileWatcher.class, "open(Path)")
                        .covers(FileWatcher.Builder.class, "open()"),
                file("open", "open(Path, OpenOption[])", (opened, path) -> opened.add(ThreadedFile.open(path))),
                file(
                        "read",
                        "read(ByteBuffer)",
                        (opened, _) -> opened.getFirst().read(ByteBuffer.allocate(1))),
                file(
                        "write",
                        "write(ByteBuffer)",
                        (opened, _) -> opened.getFirst().write(ByteBuffer.allocate(1))),
                file("size", "size()", (opened, _) -> opened.getFirst().size()),
                file(
                        "truncate",
                        "truncate(long)",
                        (opened, _) -> opened.getFirst().truncate(0)),
                file("force", "force()", (opened, _) -> opened.getFirst().force()),
                file("close", "close()", (opened, _) -> opened.getFirst().close()));
    }

    private static BlockingCall file(String name, String method, FileCall call) {
        return new BlockingCall("ThreadedFile." + name, _ -> onFile(call)).covers(ThreadedFile.class, method);
    }

    private static Scene reading(InputCall call) {
        var poured = new Semaphore(0);
        var input = new ThreadedInputStream(
                new InputStream() {
                    @Override
                    public int read() {
                        poured.acquireUninterruptibly();
                        return '\n';
                    }

                    @Override
                    public int read(byte[] target, int offset, int length) {
                        target[offset] = (byte) read();
                        return 1;
                    }
                },
                "a scene");
        return Scene.on(input)
                .block(() -> call.on(input))
                .wake(poured::release)
                .end(poured::release)
                .with(Trait.HOLDS_CLOCK, Trait.OUTSIDE);
    }

    private static ThreadedOutputStream into(Semaphore taken) {
        return new ThreadedOutputStream(
                new OutputStream() {
                    @Override
                    public void write(int value) {
                        taken.acquireUninterruptibly();
                    }

                    @Override
                    public void close() {
                        write(0);
                    }
                },
                "a scene");
    }

    private static Scene writing(OutputCall call) {
        var taken = new Semaphore(0);
        var output = into(taken);
        return Scene.on(output)
                .block(() -> call.on(output))
                .wake(() -> taken.release(2)) // one for the write of who was killed
                .end(() -> taken.release(10))
                .with(Trait.HOLDS_CLOCK, Trait.OUTSIDE);
    }

    private static Scene flushing() {
        var taken = new Semaphore(0);
        var output = into(taken);
        var writer = Jevent.spawn(() -> {
            output.write(1);
            return null;
        });
        Jevent.sleep();
        writer.kill();
        return Scene.on(output)
                .block(output::flush)
                .wake(() -> taken.release(2)) // one for the write of who was killed
                .end(() -> taken.release(10))
                .with(Trait.HOLDS_CLOCK, Trait.OUTSIDE);
    }

    /**
     * The end of the watcher ends the wait, in the moment at which the scene wants it; a file changes some time later.
     */
    private static Scene watching() throws IOException {
        Path folder = Files.createTempDirectory("jevent");
        FileWatcher watcher = FileWatcher.open(folder);
        return Scene.on(watcher)
                .block(() -> takes(watcher, LONG))
                .limited(limit -> takes(watcher, limit))
                .wake(watcher::close)
                .end(() -> {
                    watcher.close();
                    Files.delete(folder);
                })
                .with(Trait.REMEMBERS, Trait.WAKES_FROM_HUB);
    }

    private static boolean takes(FileWatcher watcher, Duration limit) throws IOException {
        try {
            return limit == LONG ? watcher.take() != null : watcher.take(limit).isPresent();
        } catch (IOException e) {
            if (watcher.isOpen()) {
                throw e;
            }
            return true;
        }
    }

    private static Scene openingAWatcher() {
        List<FileWatcher> opened = new ArrayList<>();
        return BusyThreads.scene(() -> opened.add(FileWatcher.open(Path.of(""))), () -> {
            for (FileWatcher watcher : opened) {
                watcher.close();
            }
        });
    }

    /** All threads of the hub's pool are taken until the wake-up. */
    private static Scene onFile(FileCall call) throws IOException {
        Path path = Files.createTempFile("jevent", "contract");
        List<ThreadedFile> opened = new ArrayList<>();
        opened.add(ThreadedFile.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
        return BusyThreads.scene(() -> call.on(opened, path), () -> {
            for (ThreadedFile file : opened) {
                file.close();
            }
            Files.delete(path);
        });
    }
}
