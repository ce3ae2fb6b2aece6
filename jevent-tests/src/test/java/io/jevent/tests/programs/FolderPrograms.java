// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.programs;

import io.jevent.cli.Main;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The JVM that runs {@link PrintedPrograms} one after the other, each by the launcher's {@code run} on a new thread.
 * Each program has a folder: {@code Program.java}, {@code clock} (real or virtual) and {@code lines}, after which the
 * program is ended; and afterwards {@code out}, {@code err}, {@code failure} and {@code done}.
 */
final class FolderPrograms {

    private FolderPrograms() {}

    static void main(String[] folders) throws Exception {
        PrintStream console = System.err;
        for (String folder : folders) {
            run(Path.of(folder));
        }
        console.flush();
        Runtime.getRuntime().halt(0); // threads that a program left do not matter
    }

    private static void run(Path folder) throws Exception {
        boolean virtual = Files.readString(folder.resolve("clock")).equals("virtual");
        System.setProperty("jevent.virtualTime", Boolean.toString(virtual));
        int lines = Integer.parseInt(Files.readString(folder.resolve("lines")));
        try (var out = new LimitedOutput(folder, lines);
                var err = new FileOutputStream(folder.resolve("err").toFile())) {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
            var main = new Thread(() -> launch(folder), "main");
            main.start();
            main.join();
        }
        Files.createFile(folder.resolve("done"));
    }

    private static void launch(Path folder) {
        try {
            Main.main(new String[] {"run", folder.resolve("Program.java").toString()});
        } catch (Throwable failure) {
            try {
                Files.writeString(folder.resolve("failure"), String.valueOf(failure));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Writes to the file {@code out}, and halts the JVM after some lines: for programs that never end. */
    private static final class LimitedOutput extends OutputStream {

        private final Path folder;
        private final OutputStream file;
        private int linesLeft;

        LimitedOutput(Path folder, int lines) throws IOException {
            this.folder = folder;
            this.file = new FileOutputStream(folder.resolve("out").toFile());
            linesLeft = lines;
        }

        @Override
        public synchronized void write(int b) throws IOException {
            file.write(b);
            if (b == '\n' && --linesLeft == 0) {
                file.close();
                Files.createFile(folder.resolve("done"));
                Runtime.getRuntime().halt(0);
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
