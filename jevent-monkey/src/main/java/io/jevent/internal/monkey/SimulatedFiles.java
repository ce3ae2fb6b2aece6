// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.exceptions.NotSimulatedException;
import io.jevent.internal.world.World;
import java.io.File;
import java.io.IOException;
import java.lang.StackWalker.StackFrame;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/*
 * A path that the program of a node makes by Path.of or File.toPath is one of the node's disk, so all of java.nio.file works
 * there. The classes of java.io have descriptors of the operating system: they are refused, as are paths of the real file
 * system that come from elsewhere. Nothing here waits: a thread that waits within a hook could not be abandoned.
 */
/** The files of simulated machines. */
final class SimulatedFiles {

    private static final String PROVIDER = "sun.nio.fs.UnixFileSystemProvider.";
    private static final String FILE = "java.io.File.";
    private static final String PATH = "Ljava/nio/file/Path;";
    private static final String ATTRIBUTES = "[Ljava/nio/file/attribute/FileAttribute;";

    /** The classes by which a program opens files, besides those of {@code java.io} and {@code java.nio}. */
    private static final Set<String> OPENERS = Set.of("java.util.Scanner", "java.util.Formatter");

    private static final List<String> PACKAGES = List.of("java.io.", "java.nio.", "sun.nio.");

    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private SimulatedFiles() {}

    static List<JdkMethod> all() {
        var all = new ArrayList<JdkMethod>();
        all.add(JdkMethod.askedInSimulations(
                "java.nio.file.FileSystems.getDefault()Ljava/nio/file/FileSystem;", (_, _) -> fileSystem()));
        all.add(JdkMethod.askedInSimulations(FILE + "toPath()" + PATH, (call, _) -> pathOf((File) call[1])));
        all.addAll(streams());
        all.addAll(filesByName());
        all.addAll(paths());
        return all;
    }

    private static List<JdkMethod> streams() {
        return List.of(
                JdkMethod.askedInSimulations(
                        "java.io.FileInputStream.open(Ljava/lang/String;)V",
                        (call, _) -> refuseReading(
                                Path.of((String) call[2]), "java.io.FileInputStream", "Files.newInputStream(path)")),
                JdkMethod.askedInSimulations(
                        "java.io.FileOutputStream.open(Ljava/lang/String;Z)V",
                        (call, _) -> refuseWriting(
                                Path.of((String) call[2]), "java.io.FileOutputStream", "Files.newOutputStream(path)")),
                JdkMethod.askedInSimulations(
                        "java.io.RandomAccessFile.open(Ljava/lang/String;I)V",
                        (call, _) -> refuseReading(
                                Path.of((String) call[2]), "java.io.RandomAccessFile", "FileChannel.open(path, ...)")));
    }

    private static List<JdkMethod> filesByName() {
        return List.of(
                looked("exists()Z", Files::exists),
                looked("isFile()Z", path -> Files.isRegularFile(path)),
                looked("isDirectory()Z", path -> Files.isDirectory(path)),
                looked("length()J", path -> Files.exists(path) ? Files.size(path) : 0L),
                looked("canRead()Z", Files::exists),
                looked("canWrite()Z", Files::exists),
                changed("createNewFile()Z", "Files.createFile"),
                changed("delete()Z", "Files.deleteIfExists"),
                changed("deleteOnExit()V", "Files.deleteIfExists"),
                changed("mkdir()Z", "Files.createDirectories"),
                changed("renameTo(Ljava/io/File;)Z", "Files.move"),
                changed("setLastModified(J)Z", "Files.setLastModifiedTime"),
                JdkMethod.askedInSimulations(
                        FILE + "normalizedList()[Ljava/lang/String;",
                        (call, _) -> refuseReading(
                                Path.of(((File) call[1]).getPath()), "java.io.File.list", "Files.list(path)")));
    }

    /** Answers from the disk, without a wait. */
    private static JdkMethod looked(String method, Look look) {
        return JdkMethod.askedInSimulations(FILE + method, (call, _) -> {
            Path path = pathOf((File) call[1]);
            return path == null ? null : look.at(path);
        });
    }

    private static JdkMethod changed(String method, String instead) {
        String name = "java.io.File." + method.substring(0, method.indexOf('('));
        return JdkMethod.askedInSimulations(
                FILE + method,
                (call, _) -> refuseWriting(Path.of(((File) call[1]).getPath()), name, instead + "(path)"));
    }

    private static List<JdkMethod> paths() {
        String options = "Ljava/util/Set;" + ATTRIBUTES;
        return List.of(
                opened("newByteChannel(" + PATH + options + ")Ljava/nio/channels/SeekableByteChannel;"),
                opened("newFileChannel(" + PATH + options + ")Ljava/nio/channels/FileChannel;"),
                JdkMethod.askedInSimulations(
                        PROVIDER + "newDirectoryStream(" + PATH + "Ljava/nio/file/DirectoryStream$Filter;)"
                                + "Ljava/nio/file/DirectoryStream;",
                        (call, _) -> refuseReading((Path) call[2], "the directory " + call[2], onTheDisk(call[2]))),
                written("createDirectory(" + PATH + ATTRIBUTES + ")V", 2),
                written("implDelete(" + PATH + "Z)Z", 2),
                written("copy(" + PATH + PATH + "[Ljava/nio/file/CopyOption;)V", 3),
                written("move(" + PATH + PATH + "[Ljava/nio/file/CopyOption;)V", 3),
                written("createSymbolicLink(" + PATH + PATH + ATTRIBUTES + ")V", 2),
                written("createLink(" + PATH + PATH + ")V", 2));
    }

    private static JdkMethod opened(String method) {
        return JdkMethod.askedInSimulations(PROVIDER + method, (call, _) -> {
            var path = (Path) call[2];
            Collection<?> options = (Collection<?>) Objects.requireNonNull(call[3]);
            boolean writes = options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND);
            String what = "the file " + path;
            return writes ? refuseWriting(path, what, onTheDisk(path)) : refuseReading(path, what, onTheDisk(path));
        });
    }

    private static JdkMethod written(String method, int argument) {
        return JdkMethod.askedInSimulations(
                PROVIDER + method,
                (call, _) ->
                        refuseWriting((Path) call[argument], "the file " + call[argument], onTheDisk(call[argument])));
    }

    private static String onTheDisk(Object path) {
        return "node.disk().path(\"" + path + "\")";
    }

    /** Looks at a file of a disk. */
    @FunctionalInterface
    private interface Look {
        Object at(Path path) throws IOException;
    }

    /** The file system of the node whose program asks for that of the machine; null for others. */
    private static @Nullable FileSystem fileSystem() {
        FileSystem own = ownFileSystem();
        return own != null && STACK.walk(frames -> isAskedByProgram(frames.iterator()::next)) ? own : null;
    }

    private static @Nullable FileSystem ownFileSystem() {
        return Objects.requireNonNull(World.ifCurrent()).files().fileSystem();
    }

    /** Whether {@code FileSystems.getDefault} is called by a program, or by {@code Path.of} with names. */
    private static boolean isAskedByProgram(Supplier<StackFrame> frames) {
        StackFrame frame = frames.get();
        while (!frame.getClassName().equals("java.nio.file.FileSystems")) {
            frame = frames.get();
        }
        frame = frames.get();
        while (frame.getClassName().equals("java.nio.file.Path")
                || frame.getClassName().equals("java.nio.file.Paths")) {
            if (frame.getDescriptor().startsWith("(Ljava/net/URI;)")) {
                return false; // it names a resource
            }
            frame = frames.get();
        }
        return isOfProgram(frame) && !isShared(frame);
    }

    /** A static field of a class that several nodes share must not keep the disk of one of them. */
    private static boolean isShared(StackFrame frame) {
        ClassLoader loader = frame.getDeclaringClass().getClassLoader();
        return frame.getMethodName().equals("<clinit>") && (loader == null || !"node".equals(loader.getName()));
    }

    private static boolean isOfProgram(StackFrame frame) {
        return Ownership.isForeign(frame.getClassName().replace('.', '/'))
                && !Ownership.isOfTheJdk(frame.getDeclaringClass().getModule());
    }

    /** The path on the disk of the node whose program uses a {@link File}; null if it is to use this machine's. */
    private static @Nullable Path pathOf(File file) {
        FileSystem own = ownFileSystem();
        if (own == null || !isOpenedByProgram() || mayBeRead(Path.of(file.getPath()))) {
            return null;
        }
        return own.getPath(file.getPath());
    }

    private static boolean mayBeRead(Path path) {
        return Objects.requireNonNull(World.ifCurrent()).files().isReadable(path);
    }

    private static @Nullable Object refuseReading(Path path, String what, String instead) {
        if (ownFileSystem() != null && isOpenedByProgram() && !mayBeRead(path)) {
            throw refusal(path, what, instead);
        }
        return null;
    }

    private static @Nullable Object refuseWriting(Path path, String what, String instead) {
        if (ownFileSystem() != null
                && !Objects.requireNonNull(World.ifCurrent()).files().isTemporary(path)) {
            throw refusal(path, what, instead);
        }
        return null;
    }

    private static NotSimulatedException refusal(Path path, String what, String instead) {
        return new NotSimulatedException(what + " is not simulated (" + path
                + "): it would use the disk of this machine, not that of the node; use " + instead
                + ", and paths that the node makes with Path.of, File.toPath or node.disk().path");
    }

    /**
     * Whether a program opens a file, and not the JDK for purposes of its own, such as the loading of classes, of
     * resources or of certificates.
     */
    private static boolean isOpenedByProgram() {
        return STACK.walk(frames -> frames.dropWhile(frame -> !isOfFiles(frame))
                .filter(frame -> !isOpener(frame))
                .findFirst()
                .filter(SimulatedFiles::isOfProgram)
                .isPresent());
    }

    /** Whether code opens files for others. */
    private static boolean isOpener(StackFrame frame) {
        String name = frame.getClassName();
        return OPENERS.contains(name) || isOfFiles(frame) || (name.startsWith("io.jevent.") && !isOfProgram(frame));
    }

    private static boolean isOfFiles(StackFrame frame) {
        return PACKAGES.stream().anyMatch(frame.getClassName()::startsWith);
    }
}
