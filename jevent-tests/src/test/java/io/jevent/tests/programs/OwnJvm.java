// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.programs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program in a JVM of its own, for what changes its JVM for good. */
public final class OwnJvm {

    private static final int PATIENCE_SECONDS = 600;

    private final List<String> classPath = new ArrayList<>(
            List.of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                    .split(File.pathSeparator)));
    private final List<String> flags = new ArrayList<>();
    private final List<String> command = new ArrayList<>();
    private final List<String> launcher = new ArrayList<>();
    private ProcessBuilder.Redirect errors = ProcessBuilder.Redirect.INHERIT;

    /** One that is run as {@code ./jevent run} would. */
    public OwnJvm(Class<?> program, String... arguments) {
        command.addAll(List.of("io.jevent.cli.Main", "run", program.getName()));
        command.addAll(List.of(arguments));
    }

    /** Patches something first, as with {@code --patch=WHAT}. */
    public OwnJvm patched(String what) {
        flags.add("-Djevent.patch=" + what);
        return this;
    }

    /** Sets a system property. */
    public OwnJvm property(String name, String value) {
        flags.add("-D" + name + "=" + value);
        return this;
    }

    /** Adds a flag of the JVM. */
    public OwnJvm flag(String flag) {
        flags.add(flag);
        return this;
    }

    /** Sets the system properties of this JVM whose names begin so. */
    public OwnJvm propertiesHere(String prefix) {
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(prefix))
                .forEach(name -> property(name, System.getProperty(name)));
        return this;
    }

    /** Runs it by another command, which is given the one of the JVM. */
    public OwnJvm by(String... other) {
        launcher.addAll(List.of(other));
        return this;
    }

    /** Leaves out the entries of the class path whose file names begin so. */
    public OwnJvm without(String prefix) {
        classPath.removeIf(entry -> Path.of(entry).getFileName().toString().startsWith(prefix));
        return this;
    }

    /** Adds an entry to the class path. */
    public OwnJvm with(Path entry) {
        classPath.add(entry.toString());
        return this;
    }

    /** The jar of an artifact in the local repository that the build uses. */
    public static Path artifact(String group, String name, String version) {
        return Path.of(System.getProperty("jevent.repository"))
                .resolve(group.replace('.', '/'))
                .resolve(name)
                .resolve(version)
                .resolve(name + "-" + version + ".jar");
    }

    /** Writes its standard error to a file. */
    public OwnJvm errorsTo(Path file) {
        errors = ProcessBuilder.Redirect.to(file.toFile());
        return this;
    }

    /** Runs it; returns what it prints, if its status is 0. */
    public String run() throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(launcher);
        all.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                String.join(File.pathSeparator, classPath)));
        all.addAll(flags);
        all.addAll(command);
        Process process = new ProcessBuilder(all).redirectError(errors).start();
        process.getOutputStream().close();
        Thread limit = Thread.ofVirtual().start(() -> endIfTooLong(process));
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        int status = process.waitFor();
        limit.interrupt();
        if (status != 0) {
            throw new IOException(command + " ended with status " + status + " and said:\n" + out);
        }
        return out;
    }

    private static void endIfTooLong(Process process) {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            // it has ended
        }
    }
}
