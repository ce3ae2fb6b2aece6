// SPDX-License-Identifier: Apache-2.0
package org.example.sim;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Scanner;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** Programs that use files as programs do that know nothing of simulations. */
public final class FilePrograms {

    private FilePrograms() {}

    /**
     * Writes and reads a file by all ways of {@code java.nio.file}.
     *
     * @param folder where
     * @return what is in the file
     * @throws IOException if it cannot be written
     */
    public static String useFiles(String folder) throws IOException {
        Path file = Files.createDirectories(Path.of(folder, "data")).resolve("log");
        Files.writeString(file, "a");
        try (var channel = FileChannel.open(Paths.get(folder, "data", "log"), StandardOpenOption.APPEND)) {
            channel.write(StandardCharsets.UTF_8.encode("b"));
            channel.force(true);
        }
        Files.writeString(FileSystems.getDefault().getPath(folder + "/data/log"), "c", StandardOpenOption.APPEND);
        var byName = new File(folder + "/data/log");
        if (!byName.exists() || !byName.isFile() || byName.isDirectory() || byName.length() != 3) {
            throw new IOException(byName + " is not there");
        }
        Files.writeString(byName.toPath(), "d", StandardOpenOption.APPEND);
        try (var scanner = new Scanner(Path.of(folder, "data", "log"), StandardCharsets.UTF_8)) {
            return scanner.next() + " " + list(file.getParent());
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /**
     * Makes a path.
     *
     * @param first its beginning
     * @param more further names
     * @return the path
     */
    public static Path path(String first, String... more) {
        return Path.of(first, more);
    }

    /**
     * Returns programs that open files by descriptors of the operating system.
     *
     * @param file the file
     * @param path the same, made outside of the simulation
     * @return the programs, by the words that their refusals have
     */
    public static Map<String, Callable<?>> descriptors(String file, Path path) {
        var all = new LinkedHashMap<String, Callable<?>>();
        all.put("java.io.FileOutputStream is not simulated", () -> new FileOutputStream(file));
        all.put("Files.newOutputStream(path)", () -> new FileWriter(file, StandardCharsets.UTF_8));
        all.put("java.io.FileInputStream is not simulated", () -> new FileInputStream(file));
        all.put("Files.newInputStream(path)", () -> new Scanner(new File(file), StandardCharsets.UTF_8));
        all.put("java.io.RandomAccessFile is not simulated", () -> new RandomAccessFile(file, "rw"));
        all.put("java.io.File.delete is not simulated", () -> new File(file).delete());
        all.put("java.io.File.mkdir is not simulated", () -> new File(file + "/x/y").mkdirs());
        all.put(
                "java.io.File.list is not simulated",
                () -> new File(file).getAbsoluteFile().getParentFile().list());
        all.put("java.io.File.createNewFile is not simulated", () -> new File(file + 1).createNewFile());
        all.put("java.io.File.renameTo is not simulated", () -> new File(file).renameTo(new File(file + 1)));
        all.put("the file " + path + " is not simulated", () -> Files.readString(path));
        all.put("node.disk().path(\"" + path + "\")", () -> Files.writeString(path, "x"));
        all.put("(" + path + "): it would", () -> Files.deleteIfExists(path));
        all.put("the directory " + path.getParent(), () -> list(path.getParent()));
        return all;
    }

    /**
     * Reads a resource in three ways.
     *
     * @return how many bytes it has, if the ways agree
     * @throws IOException if it cannot be read
     * @throws URISyntaxException never
     */
    public static int readResources() throws IOException, URISyntaxException {
        URL resource = Objects.requireNonNull(FilePrograms.class.getResource("FilePrograms.class"));
        int size;
        try (InputStream stream = FilePrograms.class.getResourceAsStream("FilePrograms.class")) {
            size = Objects.requireNonNull(stream).readAllBytes().length;
        }
        byte[] bytes = Files.readAllBytes(Path.of(resource.toURI()));
        try (var stream = new FileInputStream(new File(resource.toURI()))) {
            return bytes.length == size && stream.readAllBytes().length == size ? size : -1;
        }
    }

    /**
     * Uses a temporary file.
     *
     * @return what it wrote there
     * @throws IOException if it cannot be written
     */
    public static String useTemporaryFiles() throws IOException {
        Path file = Files.createTempDirectory("jevent").resolve("file");
        Files.writeString(file, "temporary");
        File other = File.createTempFile("jevent", ".txt");
        try (var writer = new FileWriter(other, StandardCharsets.UTF_8)) {
            writer.write(" files");
        }
        return Files.readString(file) + Files.readString(other.toPath());
    }
}
