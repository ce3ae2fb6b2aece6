// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.rivals;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Fray's jars, and what is made of them once: a JDK with its switches, its native agent, and an agent for programs. */
final class FrayHome {

    private static final Duration LINKING = Duration.ofMinutes(10);

    /** A JDK without jmods links itself, but not the linker (JEP 493). */
    private static final Set<String> NOT_LINKED = Set.of("jdk.jlink", "jdk.jpackage");

    private static final List<String> OF_THE_LINKER = List.of(
            "fray-instrumentation-jdk-",
            "fray-instrumentation-base-",
            "fray-runtime-",
            "kotlin-",
            "asm-",
            "annotations-");

    private final Path folder;
    private final List<Path> jars;

    /** Finds the jars in a folder, and makes the rest if it is missing. */
    FrayHome(Path folder) throws IOException {
        this.folder = folder;
        try (Stream<Path> files = Files.list(folder)) {
            this.jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
        if (!Files.exists(nativeAgent())) {
            link();
            unpackNativeAgent();
        }
        writeAgent();
    }

    Path jdk() {
        return folder.resolve("jdk");
    }

    Path nativeAgent() {
        return folder.resolve("libjvmti.so");
    }

    Path agent() {
        return folder.resolve("agent.zip");
    }

    /** The class path of Fray in its JDK, which has the rest in its modules. */
    String classPath() {
        return paths(jar -> Stream.of(
                        "fray-runtime-", "fray-instrumentation-base-", "fray-instrumentation-jdk-", "fray-jvmti-")
                .noneMatch(jar::startsWith));
    }

    private String paths(Predicate<String> wanted) {
        return jars.stream()
                .filter(jar -> wanted.test(jar.getFileName().toString()))
                .map(Path::toString)
                .collect(Collectors.joining(":"));
    }

    private Path jar(String start) {
        return jars.stream()
                .filter(jar -> jar.getFileName().toString().startsWith(start))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no jar " + start + " in " + folder));
    }

    private void link() throws IOException {
        String path = paths(jar -> OF_THE_LINKER.stream().anyMatch(jar::startsWith));
        String modules = ModuleFinder.ofSystem().findAll().stream()
                .map(ModuleReference::descriptor)
                .map(descriptor -> descriptor.name())
                .filter(module -> !NOT_LINKED.contains(module))
                .sorted()
                .collect(Collectors.joining(","));
        var command = new ArrayList<String>();
        command.add(Child.ownJdk().resolve("bin/jlink").toString());
        command.add("-J-javaagent:" + jar("fray-instrumentation-jdk-"));
        command.add("-J--module-path=" + path);
        command.add("-J--add-modules=org.pastalab.fray.instrumentation.jdk");
        command.add("-J--class-path=" + path);
        command.add("--output=" + jdk());
        command.add("--add-modules=" + modules);
        command.add("--fray-instrumentation");
        String output = Child.run(command, LINKING);
        if (!Files.exists(jdk().resolve("bin/java"))) {
            throw new IOException("jlink has made no JDK for Fray: " + Child.tail(output));
        }
    }

    private void unpackNativeAgent() throws IOException {
        try (var file = new JarFile(jar("fray-jvmti-").toFile())) {
            JarEntry entry = file.getJarEntry("libjvmti.so");
            try (InputStream in = file.getInputStream(entry)) {
                Files.copy(in, nativeAgent());
            }
        }
    }

    private void writeAgent() throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", FrayAgent.class.getName());
        String entry = FrayAgent.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(agent());
                var out = new JarOutputStream(file, manifest);
                InputStream in = ClassLoader.getSystemResourceAsStream(entry)) {
            out.putNextEntry(new JarEntry(entry));
            if (in == null) {
                throw new IOException("no class file of " + entry);
            }
            in.transferTo(out);
        }
    }
}
