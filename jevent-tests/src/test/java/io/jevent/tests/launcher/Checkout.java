// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.launcher;

import io.jevent.tests.programs.DefaultSignals;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder that looks like a checkout to the launcher: the launcher itself, a few sources, and a Maven that only copies
 * the jars of the build under test to where a build would put them. Of the machine, it sees a few tools and the JDK of
 * the test.
 */
final class Checkout {
    private static final Path PROJECT = Path.of(System.getProperty("jevent.root", ""));

    /** Stands for a build by Maven: copies the jars that the reactor built. */
    static final String COPY_THE_BUILD = "mkdir -p .jevent/build/jevent-dist\n" + "cp -R '" + built() + "/lib' '"
            + built() + "/examples' .jevent/build/jevent-dist";

    private static final List<String> TOOLS = List.of(
            "sh", "bash", "cat", "cp", "env", "find", "grep", "mkdir", "mv", "readlink", "rm", "sed", "sleep", "touch");

    private final Path root;
    private final Path bin;
    private final Map<String, String> environment = new HashMap<>();

    Checkout(Path folder) throws IOException {
        root = folder.resolve("check out");
        bin = Files.createDirectories(folder.resolve("bin"));
        environment.put("PATH", bin.toString());
        environment.put("HOME", folder.resolve("home").toString());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        for (String tool : TOOLS) {
            Files.createSymbolicLink(bin.resolve(tool), onThePath(tool));
        }
        for (String name : List.of("jevent", "pom.xml")) {
            write(name, Files.readString(PROJECT.resolve(name)));
        }
        Files.setPosixFilePermissions(root.resolve("jevent"), PosixFilePermissions.fromString("rwxr-xr-x"));
        write("jevent-core/src/main/java/Source.java", "class Source {}");
        installMaven("3.9.9", COPY_THE_BUILD);
    }

    /** Where the reactor put the jars that the launcher runs. */
    private static Path built() {
        Path target = PROJECT.resolve("jevent-dist/target");
        if (!Files.isDirectory(target.resolve("lib"))) {
            throw new IllegalStateException(target + "/lib is missing; start these tests with ./jevent test");
        }
        return target;
    }

    Path root() {
        return root;
    }

    /** Makes the build train an AOT cache, as in a real checkout. */
    Checkout withTraining() throws IOException {
        String name = "jevent-cli/src/main/training/Training.java";
        write(name, Files.readString(PROJECT.resolve(name)));
        return this;
    }

    Checkout set(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Checkout unset(String variable) {
        environment.remove(variable);
        return this;
    }

    /** Installs a Maven that tells its version, and otherwise notes that it was called and runs some lines of shell. */
    Checkout installMaven(String version, String... lines) throws IOException {
        executable(
                bin.resolve("mvn"),
                "if [ \"$1\" = -v ]; then echo 'Apache Maven " + version + " (revision)'; exit; fi",
                "echo \"$*\" >>maven.calls",
                String.join("\n", lines));
        return this;
    }

    Checkout removeMaven() throws IOException {
        Files.delete(bin.resolve("mvn"));
        return this;
    }

    /** Returns the arguments of Maven, a line for each build. */
    List<String> mavenCalls() throws IOException {
        Path calls = root.resolve("maven.calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    /** Makes the launcher look for the JDKs of a machine below a folder. */
    Checkout withMachineBelow(Path folder) throws IOException {
        String launcher = Files.readString(root.resolve("jevent"));
        write("jevent", launcher.replaceAll("(?<= )/(?=(usr|opt|Library)/\\S*\\*)", folder + "/"));
        return unset("JAVA_HOME");
    }

    Path write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    Outcome jevent(Object... arguments) throws IOException, InterruptedException {
        return Outcome.of(start("sh", arguments));
    }

    Process start(String shell, Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(bin.resolve(shell).toString(), root + "/jevent"));
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        return start(command);
    }

    Process start(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(DefaultSignals.of(command))
                .directory(root.getParent().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Writes a shell script. */
    static void executable(Path file, String... lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path onThePath(String tool) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + tool + " on the PATH"));
    }
}
