// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import io.jevent.Jevent;
import io.jevent.internal.settings.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Chooses the engine, gives it the Java side of the package, and runs a program. */
public final class PythonRun {

    private PythonRun() {}

    /**
     * Runs a program in the calling greenlet.
     *
     * @param args the program and its arguments
     * @return the exit status
     */
    public static int run(String[] args) {
        Engine engine = engine();
        var border = new Border(engine);
        Map<String, Object> modules = new LinkedHashMap<>();
        modules.put("border", border);
        var kernel = new Kernel(border);
        modules.put("kernel", kernel);
        modules.put("primitives", new Primitives(border));
        modules.put("sockets", new Sockets(border));
        modules.put("selection", new Selection(border));
        modules.put("tls", new Tls(border));
        modules.put("processes", new Processes(border));
        modules.put("wsgi", new WsgiBridge(border));
        if (isPresent("io.jevent.zmq.ZmqContext")) {
            modules.put("zmq", new ZmqBridge(border));
        }
        modules.putAll(engine.additions(border, kernel));
        modules.put("arguments", List.of(args));
        modules.put("home", PythonHome.folder().toString());
        modules.put("engine", engine.name());
        return engine.run(bootstrap(), modules);
    }

    /** {@return how many hubs run the program} */
    public static int hubs() {
        return (int) Setting.PYTHON_HUBS.number();
    }

    /**
     * Runs a program in the calling greenlet and in the root greenlets of further hubs, each with an interpreter of its
     * own. Returns when it has ended in all of them.
     *
     * @param args the program and its arguments
     * @param hubs how many hubs run it, with the caller's
     * @return the first exit status that is not zero, with the caller's first; or zero
     */
    public static int runOnHubs(String[] args, int hubs) {
        if (hubs > 1 && isJython()) {
            throw new IllegalStateException("several hubs need Python 3: Jython has one interpreter in a JVM");
        }
        List<CompletableFuture<Integer>> others = new ArrayList<>();
        for (int i = 2; i <= hubs; i++) {
            var end = new CompletableFuture<Integer>();
            others.add(end);
            Thread.ofPlatform().name("python-hub-" + i).start(() -> runOnAnotherHub(args, end));
        }
        int status = run(args);
        for (CompletableFuture<Integer> other : others) {
            int its = Jevent.await(other);
            status = status == 0 ? its : status;
        }
        return status;
    }

    private static void runOnAnotherHub(String[] args, CompletableFuture<Integer> end) {
        try {
            end.complete(Jevent.run(() -> run(args)));
        } catch (Throwable t) {
            end.completeExceptionally(t);
        }
    }

    private static boolean isJython() {
        return Setting.PYTHON.text().equals(Optional.of("2")) || !isPresent("org.graalvm.polyglot.Context");
    }

    private static Engine engine() {
        boolean two = isJython();
        if (two && !isPresent("org.python.util.PythonInterpreter")) {
            throw new IllegalStateException(
                    "no Python engine is on the class path: add org.python:jython-standalone for"
                            + " Python 2.7, or org.graalvm.polyglot:python-community for Python 3");
        }
        return two ? new JythonEngine() : new GraalPyEngine();
    }

    private static boolean isPresent(String type) {
        try {
            Class.forName(type, false, PythonRun.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    private static String bootstrap() {
        try (InputStream in = PythonRun.class.getResourceAsStream("/python/_jevent_main.py")) {
            if (in == null) {
                throw new IllegalStateException("the Python files of jevent-python are not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
