// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The modules of the project, as the reactor left them in their {@code target} folders. */
public final class Modules {

    /** Those that programs are written with. */
    public static final List<String> LIBRARIES = List.of(
            "jevent-core",
            "jevent-open",
            "jevent-net",
            "jevent-http",
            "jevent-http-jdk",
            "jevent-http-metrics",
            "jevent-socketio",
            "jevent-process",
            "jevent-monkey",
            "jevent-zmq",
            "jevent-testing",
            "jevent-sim",
            "jevent-redis",
            "jevent-cluster",
            "jevent-python");

    private static final Path PROJECT = Path.of(System.getProperty("jevent.root", ""));

    private static final Map<String, ModuleDescriptor> DESCRIPTORS = new ConcurrentHashMap<>();

    private Modules() {}

    static JavaClasses main(String... modules) {
        return read("target/classes", Stream.of(modules));
    }

    /** Everything, examples too, but those. */
    static JavaClasses allBut(String... modules) {
        List<String> others = List.of(modules);
        return read(
                "target/classes",
                Stream.concat(LIBRARIES.stream(), Stream.of("jevent-cli", "jevent-examples"))
                        .filter(module -> !others.contains(module)));
    }

    static JavaClasses tests() {
        return read("target/test-classes", Stream.concat(LIBRARIES.stream(), Stream.of("jevent-cli", "jevent-tests")));
    }

    /** Returns the descriptor of a module, which is read once: to find one means to look at all its packages. */
    static ModuleDescriptor descriptor(String module) {
        return DESCRIPTORS.computeIfAbsent(module, Modules::readDescriptor);
    }

    private static ModuleDescriptor readDescriptor(String module) {
        return ModuleFinder.of(PROJECT.resolve(module, "target/classes")).findAll().stream()
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException(module + " is not built; start these tests with ./jevent test"))
                .descriptor();
    }

    private static JavaClasses read(String folder, Stream<String> modules) {
        List<Path> folders = modules.map(module -> PROJECT.resolve(module, folder))
                .filter(Files::isDirectory)
                .toList();
        return new ClassFileImporter().importPaths(folders);
    }
}
