// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import io.jevent.internal.settings.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        modules.put("kernel", new Kernel(border));
        modules.put("primitives", new Primitives(border));
        modules.put("sockets", new Sockets(border));
        modules.put("selection", new Selection(border));
        modules.put("tls", new Tls(border));
        modules.put("processes", new Processes(border));
        modules.put("wsgi", new WsgiBridge(border));
        if (isPresent("io.jevent.zmq.ZmqContext")) {
            modules.put("zmq", new ZmqBridge(border));
        }
        modules.put("arguments", List.of(args));
        modules.put("home", PythonHome.folder().toString());
        modules.put("engine", engine.name());
        return engine.run(bootstrap(), modules);
    }

    private static Engine engine() {
        boolean two = Setting.PYTHON.text().equals(Optional.of("2")) || !isPresent("org.graalvm.polyglot.Context");
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
