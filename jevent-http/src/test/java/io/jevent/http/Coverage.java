// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The branches of the server that were reached, as JaCoCo's agent has recorded them; none without the agent. The
 * records are cleared while this is open, so that branches that other tests have reached count anew, and restored
 * afterwards.
 */
final class Coverage implements AutoCloseable {

    private static final String GIVES_MARKS = "$jacocoInit";

    private final List<boolean[]> marks = new ArrayList<>();
    private final List<boolean[]> before = new ArrayList<>();

    private Coverage() {}

    /** Begins to record the classes of some packages, in which no other code may run meanwhile. */
    static Coverage of(String... packages) {
        var coverage = new Coverage();
        for (String each : packages) {
            coverage.add(each);
        }
        return coverage;
    }

    private void add(String name) {
        try {
            Path classes = Path.of(HttpServer.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            try (Stream<Path> files = Files.list(classes.resolve(name.replace('.', '/')))) {
                files.map(file -> file.getFileName().toString())
                        .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                        .map(file -> name + '.' + file.substring(0, file.lastIndexOf('.')))
                        .forEach(this::watch);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void watch(String name) {
        try {
            Class<?> type = Class.forName(name);
            if (type.isInterface()) {
                return;
            }
            for (Method method : type.getDeclaredMethods()) {
                if (method.getName().equals(GIVES_MARKS)) {
                    method.setAccessible(true);
                    var own = (boolean[])
                            (method.getParameterCount() == 0
                                    ? method.invoke(null)
                                    : method.invoke(null, MethodHandles.lookup(), GIVES_MARKS, type));
                    before.add(own.clone());
                    marks.add(own);
                    Arrays.fill(own, false);
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns whether the agent is present. */
    boolean isThere() {
        return !marks.isEmpty();
    }

    /** Returns the number of branches that were reached so far. */
    int reached() {
        int reached = 0;
        for (boolean[] own : marks) {
            for (boolean mark : own) {
                reached += mark ? 1 : 0;
            }
        }
        return reached;
    }

    @Override
    public void close() {
        for (int i = 0; i < marks.size(); i++) {
            boolean[] own = marks.get(i);
            for (int m = 0; m < own.length; m++) {
                own[m] |= before.get(i)[m];
            }
        }
    }
}
