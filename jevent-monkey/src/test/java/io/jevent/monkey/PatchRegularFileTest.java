// SPDX-License-Identifier: Apache-2.0
package io.jevent.monkey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.testing.junit.HubTest;
import java.io.BufferedOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Files that never wait are read and written in place: their users may hold locks, in which a switch stops the hub. */
class PatchRegularFileTest {

    @TempDir
    Path folder;

    @BeforeAll
    static void patch() {
        Monkey.patchAll();
    }

    private interface Body {
        void run() throws Exception;
    }

    /** Runs something and returns how often the hub switched meanwhile; another greenlet is ready all the time. */
    private static long switchesDuring(Body body) throws Exception {
        Greenlet<Void> other = Jevent.spawn(() -> {
            while (true) {
                Jevent.sleep();
            }
        });
        Jevent.sleep();
        long before = Hub.current().switches();
        body.run();
        long switches = Hub.current().switches() - before;
        other.kill();
        return switches;
    }

    @HubTest
    void streamsOfRegularFilesNeverSwitch() throws Exception {
        Path file = folder.resolve("file");
        assertThat(switchesDuring(() -> {
                    try (var out = new FileOutputStream(file.toFile())) {
                        out.write('t');
                        out.write("ext".getBytes(UTF_8));
                        out.write("a more".getBytes(UTF_8), 1, 5);
                    }
                    try (var in = new FileInputStream(file.toFile())) {
                        assertThat(in.read()).isEqualTo('t');
                        assertThat(in.readAllBytes()).isEqualTo("ext more".getBytes(UTF_8));
                    }
                    Files.write(file, List.of("line"));
                    assertThat(Files.readString(file)).isEqualTo("line\n");
                    try (var lines = Files.lines(file)) {
                        assertThat(lines).containsExactly("line");
                    }
                }))
                .isZero();
    }

    @HubTest
    void randomAccessFilesAndChannelsOfRegularFilesNeverSwitch() throws Exception {
        Path file = folder.resolve("file");
        assertThat(switchesDuring(() -> {
                    try (var random = new RandomAccessFile(file.toFile(), "rw")) {
                        random.write("hello".getBytes(UTF_8));
                        random.writeInt(7);
                        random.seek(5);
                        assertThat(random.readInt()).isEqualTo(7);
                        random.setLength(2);
                        FileChannel channel = random.getChannel();
                        channel.write(ByteBuffer.wrap("abc".getBytes(UTF_8)));
                        channel.write(new ByteBuffer[] {ByteBuffer.allocate(3), ByteBuffer.allocate(4)});
                        channel.write(ByteBuffer.allocate(1), 0);
                        channel.force(true);
                        channel.position(0);
                        channel.read(ByteBuffer.allocate(2));
                        channel.read(new ByteBuffer[] {ByteBuffer.allocate(3), ByteBuffer.allocate(4)});
                        channel.read(ByteBuffer.allocate(2), 1);
                        channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
                        channel.truncate(1);
                        try (var lock = channel.lock()) {
                            assertThat(lock.isValid()).isTrue();
                        }
                    }
                }))
                .isZero();
    }

    @HubTest
    void memoryDevicesNeverSwitchAlsoInVirtualTime() throws Exception {
        assertThat(switchesDuring(() -> {
                    try (var random = new FileInputStream("/dev/urandom");
                            var zero = FileChannel.open(Path.of("/dev/zero"));
                            var nothing = new FileOutputStream("/dev/null")) {
                        assertThat(random.readNBytes(100)).hasSize(100);
                        assertThat(zero.read(ByteBuffer.allocate(100))).isEqualTo(100);
                        nothing.write(new byte[100_000]);
                    }
                    assertThat(UUID.randomUUID()).isNotEqualTo(UUID.randomUUID());
                    assertThat(new SecureRandom().generateSeed(8)).hasSize(8);
                }))
                .isZero();
    }

    /** It has threads of its own; a greenlet waits for them by means of the JDK, which lets others run. */
    @HubTest(realTime = true)
    void anAsynchronousChannelIsReadAndWritten() throws Exception {
        Path file = folder.resolve("file");
        try (var channel = AsynchronousFileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            assertThat(channel.write(ByteBuffer.wrap("text".getBytes(UTF_8)), 0).get())
                    .isEqualTo(4);
            var target = ByteBuffer.allocate(10);
            assertThat(channel.read(target, 0).get()).isEqualTo(4);
            assertThat(new String(target.array(), 0, 4, UTF_8)).isEqualTo("text");
        }
    }

    /** Writes lines to a file under a lock of its own, as the handlers of loggers do. */
    private static final class Log {
        private static @Nullable Log shared;
        private final OutputStream out;

        Log(OutputStream out) {
            this.out = out;
        }

        static Log shared() {
            Log log = shared;
            return log == null ? new Log(OutputStream.nullOutputStream()) : log;
        }

        synchronized void write(String line) throws Exception {
            out.write(line.getBytes(UTF_8));
            out.flush();
        }
    }

    /** A class that logs while it is initialized: its greenlet cannot leave its thread there. */
    private static final class Configuration {
        static final boolean LOADED;

        static {
            try {
                Log.shared().write("configured\n");
            } catch (Exception e) {
                throw new ExceptionInInitializerError(e);
            }
            LOADED = true;
        }
    }

    @HubTest
    void aLockHeldWhileAFileIsWrittenStopsNoGreenletThatIsPinned() throws Exception {
        Path file = folder.resolve("log");
        try (var out = new BufferedOutputStream(new FileOutputStream(file.toFile()))) {
            Log.shared = new Log(out);
            Greenlet<Void> writer = Jevent.spawn(() -> {
                for (int i = 0; i < 20; i++) {
                    Log.shared().write("line\n");
                }
                return null;
            });
            Greenlet<Boolean> user = Jevent.spawn(() -> Configuration.LOADED);
            assertThat(user.result()).isTrue();
            writer.join();
        }
        assertThat(Files.readAllLines(file)).hasSize(21).contains("configured");
    }

    @HubTest
    void aResourceOfAJarIsReadWhileItsClassesAreLoaded() throws Exception {
        Path jar = folder.resolve("a.jar");
        String name = Log.class.getName().replace('.', '/') + ".class";
        byte[] classFile;
        try (InputStream in = ClassLoader.getSystemResourceAsStream(name)) {
            classFile = in.readAllBytes();
        }
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry(name));
            out.write(classFile);
            out.putNextEntry(new ZipEntry("large"));
            out.write(new byte[1_000_000]);
        }
        try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            Greenlet<Integer> reader = Jevent.spawn(() -> {
                int length = 0;
                for (int i = 0; i < 5; i++) {
                    try (var in = loader.getResourceAsStream("large")) {
                        length = in.readAllBytes().length;
                    }
                }
                return length;
            });
            Greenlet<Class<?>> user = Jevent.spawn(() -> loader.loadClass(Log.class.getName()));
            assertThat(user.result().getClassLoader()).isSameAs(loader);
            assertThat(reader.result()).isEqualTo(1_000_000);
        }
    }
}
