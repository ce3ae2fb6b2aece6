// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.python.core.Options;
import org.python.core.Py;
import org.python.core.PyException;
import org.python.core.PyList;
import org.python.core.PyObject;
import org.python.core.PyString;
import org.python.core.PyStringMap;
import org.python.core.PySystemState;
import org.python.core.util.StringUtil;
import org.python.util.PythonInterpreter;

/** Python 2.7, by Jython. */
public final class JythonEngine implements Engine {

    /** Creates the engine. */
    public JythonEngine() {}

    @Override
    public String name() {
        return "Jython " + org.python.Version.getVersion();
    }

    @Override
    public int run(String bootstrap, Map<String, Object> modules) {
        var properties = new Properties();
        properties.setProperty("python.cachedir.skip", "true");
        properties.setProperty("python.console.encoding", "UTF-8");
        Options.importSite = false;
        PySystemState.initialize(System.getProperties(), properties, new String[] {""});
        var globals = new PyStringMap();
        modules.forEach((name, value) -> globals.__setitem__(name, Py.java2py(value)));
        try (var interpreter = new PythonInterpreter(globals)) {
            interpreter.exec(bootstrap);
            return interpreter.get("status", Integer.class);
        }
    }

    @Override
    public Map<String, Object> additions(Border border, Kernel kernel) {
        return Map.of("greenlets", new JythonGreenlets(border, kernel), "queues", new JythonQueues(border));
    }

    /**
     * Gives the thread that jffi has made for its Cleaner a name by which hubs know that it wakes no greenlet; it waits
     * with a limit, as a thread of the program may that does.
     */
    @Override
    public void prepared() {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("Cleaner-")) {
                thread.setName("jffi-cleaner");
            }
        }
    }

    @Override
    public Object hold(Object value) {
        return value;
    }

    @Override
    public @Nullable Object call(Object callable, @Nullable Object... arguments) {
        var function = (PyObject) callable;
        PyObject result = switch (arguments.length) {
            case 0 -> function.__call__();
            case 1 -> function.__call__(Py.java2py(arguments[0]));
            default -> {
                var converted = new PyObject[arguments.length];
                for (int i = 0; i < converted.length; i++) {
                    converted[i] = Py.java2py(arguments[i]);
                }
                yield function.__call__(converted);
            }
        };
        return result == Py.None ? null : result;
    }

    @Override
    public Throwable thrown(Object exception) {
        var value = (PyObject) exception;
        return new PyException(value.getType(), value);
    }

    @Override
    public @Nullable Object raised(Throwable thrown) {
        if (thrown instanceof PyException python) {
            python.normalize();
            return python.value;
        }
        return null;
    }

    @Override
    public byte[] toBytes(Object bytes) {
        return bytes instanceof PyString text ? text.toBytes() : StringUtil.toBytes(String.valueOf(bytes));
    }

    @Override
    public Object fromBytes(byte[] bytes) {
        return new PyString(StringUtil.fromBytes(bytes));
    }

    @Override
    public boolean isList(Object value) {
        return value instanceof PyList;
    }

    @Override
    public List<Object> toList(Object list) {
        return new ArrayList<>(
                List.of(((PyList) list).getArray())); // not as a java.util.List: that has strings of Java
    }

    @Override
    public boolean runsOnCarrier() {
        return true;
    }
}
