// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.open;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jevent.Jevent;
import io.jevent.opened.OpenedProgram;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A JVM without {@code --add-opens} that runs {@link OpenedProgram}; standard error goes to standard output. */
final class ChildJvm {

    static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";
    static final String DONE = "first\nsecond\ndone\n";

    private static final int LIMIT_SECONDS = 120;
    private static final Path CORE = placeOf(Jevent.class);
    private static final Path OPEN = placeOf(JniOpener.class);
    private static final Path PROGRAM = placeOf(OpenedProgram.class);

    private final List<String> command = new ArrayList<>();

    private ChildJvm() {
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    }

    static ChildJvm onClassPath() {
        return new ChildJvm().flags("-cp", path(CORE, OPEN, PROGRAM));
    }

    static ChildJvm withoutTheArtifact() {
        return new ChildJvm().flags("-cp", path(CORE, PROGRAM));
    }

    static ChildJvm onModulePath() {
        return new ChildJvm().flags("-p", path(CORE, OPEN), "--add-modules=io.jevent.core", "-cp", path(PROGRAM));
    }

    ChildJvm flags(String... flags) {
        command.addAll(List.of(flags));
        return this;
    }

    /**
     * Runs the program and returns what it printed. Measures the coverage as this JVM does, unless the calls of JNI are
     * checked: that would print warnings about the agent.
     */
    String run(String... arguments) throws IOException, InterruptedException {
        if (!command.contains("-Xcheck:jni")) {
            ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                    .filter(argument -> argument.startsWith("-javaagent:") && argument.contains("jacoco"))
                    .forEach(command::add);
        }
        command.add(OpenedProgram.class.getName());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"));
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
            return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0
                    ? printed
                    : printed + "exit status " + process.waitFor();
        } finally {
            process.destroyForcibly();
        }
    }

    private static String path(Path... entries) {
        return Stream.of(entries).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** Test classes patch their module, so their place is asked of a resource. */
    private static Path placeOf(Class<?> type) {
        String name = type.getName().replace('.', '/') + ".class";
        try {
            URI place = type.getResource("/" + name).toURI();
            if (place.getScheme().equals("jar")) {
                String jar = place.getSchemeSpecificPart();
                return Path.of(URI.create(jar.substring(0, jar.indexOf('!'))));
            }
            Path file = Path.of(place);
            return file.getRoot()
                    .resolve(file.subpath(0, file.getNameCount() - Path.of(name).getNameCount()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
