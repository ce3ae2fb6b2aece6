// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import io.jevent.hub.Hub;
import io.jevent.hub.Linkable;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.python.core.Py;
import org.python.core.PyBuiltinMethod;
import org.python.core.PyDataDescr;
import org.python.core.PyException;
import org.python.core.PyFunction;
import org.python.core.PyList;
import org.python.core.PyObject;
import org.python.core.PyType;

/**
 * Makes {@link JythonGreenlet} a class of Python, and connects it with the package.
 *
 * <p>Its methods are public because Jython finds them by reflection.
 */
public final class JythonGreenlets {

    private final Border border;
    private final Kernel kernel;
    private @Nullable PythonSide python;
    private volatile @Nullable Hub known;
    private volatile @Nullable Place lastPlace;

    JythonGreenlets(Border border, Kernel kernel) {
        this.border = border;
        this.kernel = kernel;
    }

    /** The code of a function, and its name for reports. */
    private record Place(PyObject code, String text) {}

    /** The functions and classes of the package that are needed. */
    private record PythonSide(
            PyObject getcurrent,
            PyObject getHub,
            PyObject reference,
            PyObject exit,
            PyObject placeOf,
            PyObject reporter,
            PyObject callbacks,
            PyObject announce) {}

    /**
     * Returns the class.
     *
     * @param needed in the order of {@code PythonSide}
     */
    public PyType type(PyList needed) {
        PyObject[] n = needed.getArray();
        python = new PythonSide(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]);
        return JythonType.make(
                "gevent._core.Core", JythonGreenlet.class, methods(), fields(), t -> new JythonGreenlet(t, this));
    }

    private PythonSide python() {
        PythonSide side = python;
        if (side == null) {
            throw new IllegalStateException("the package is not loaded");
        }
        return side;
    }

    PythonGreenlet create(JythonGreenlet peer, PyObject run) {
        return border.call(() -> {
            var made = new Body(peer);
            @Nullable String place = placeOf(run);
            if (place != null) {
                made.setName(place);
            }
            if (made.hub() != known) {
                python().getHub.__call__();
                known = made.hub();
            }
            return made;
        });
    }

    private @Nullable String placeOf(PyObject run) {
        @Nullable PyObject code = run instanceof PyFunction function ? function.__code__ : null;
        Place last = lastPlace;
        if (code != null && last != null && last.code == code) {
            return last.text;
        }
        PyObject text = python().placeOf.__call__(run);
        if (text == Py.None) {
            return null;
        }
        if (code != null) {
            lastPlace = new Place(code, text.asString());
        }
        return text.asString();
    }

    PyObject current() {
        return kernel.current() instanceof PyObject current
                ? current
                : python().getcurrent.__call__();
    }

    PyObject reference(PyObject referent) {
        return python().reference.__call__(referent);
    }

    boolean isExit(PyException problem) {
        return problem.match(python().exit);
    }

    boolean isExit(PyObject problem) {
        return Py.isInstance(problem, python().exit);
    }

    @Nullable
    PyObject outcome(PythonGreenlet greenlet) {
        Object problem = kernel.outcome(greenlet);
        return problem == null ? null : Py.java2py(problem);
    }

    void announce(JythonGreenlet greenlet) {
        if (python().callbacks.__nonzero__()) {
            python().announce.__call__(greenlet);
        }
    }

    void start(PythonGreenlet greenlet) {
        kernel.start(greenlet);
    }

    /**
     * Waits until {@code count} of the objects are ready or the time has passed.
     *
     * @param objects greenlets, or objects with a Java object as their attribute {@code _java}
     * @param seconds negative if there is no limit
     * @return those that are ready; or {@code None} if one of the objects is of another kind
     */
    public PyObject await(PyList objects, int count, double seconds) {
        PyObject[] all = objects.getArray();
        List<Linkable> linkables = new ArrayList<>(all.length);
        IdentityHashMap<Linkable, PyObject> others = new IdentityHashMap<>(1);
        for (PyObject object : all) {
            Linkable linkable = linkable(object);
            if (linkable == null) {
                return Py.None;
            }
            linkables.add(linkable);
            if (!(object instanceof JythonGreenlet)) {
                others.put(linkable, object);
            }
        }
        List<Linkable> ready = border.call(() -> Kernel.awaitAll(linkables, count, seconds));
        var result = new PyObject[ready.size()];
        for (int i = 0; i < result.length; i++) {
            Linkable linkable = ready.get(i);
            if (linkable instanceof Body body) {
                body.greenlet.settle();
                result[i] = body.greenlet;
            } else {
                result[i] = others.getOrDefault(linkable, Py.None);
            }
        }
        return new PyList(result);
    }

    private static @Nullable Linkable linkable(PyObject object) {
        if (object instanceof JythonGreenlet greenlet) {
            return greenlet.java();
        }
        PyObject java = object.__findattr__("_java");
        return java != null && java.__tojava__(Object.class) instanceof Linkable linkable ? linkable : null;
    }

    /** The Java greenlet of a {@link JythonGreenlet}. */
    private final class Body extends PythonGreenlet {

        private final JythonGreenlet greenlet;

        Body(JythonGreenlet greenlet) {
            super(border, greenlet, python().reporter);
            this.greenlet = greenlet;
        }

        @Override
        protected @Nullable Object main() {
            return greenlet.main();
        }
    }

    private static PyBuiltinMethod[] methods() {
        return new PyBuiltinMethod[] {
            method("__init__", JythonGreenlet::init),
            method("start", (self, _, _) -> self.start()),
            method("_settle", (self, _, _) -> Py.newBoolean(self.settle())),
            method("ready", (self, _, _) -> Py.newBoolean(self.settle())),
            method("successful", (self, _, _) -> Py.newBoolean(self.settle() && !self.failed)),
        };
    }

    private static PyBuiltinMethod method(String name, JythonMethod.Body<JythonGreenlet> body) {
        return new JythonMethod<>(name, body);
    }

    private static PyDataDescr[] fields() {
        return new PyDataDescr[] {
            field("_java", JythonGreenlet::javaInPython, (_, _) -> refuse("_java")),
            field("args", JythonGreenlet::tuple, (_, _) -> refuse("args")),
            field("kwargs", JythonGreenlet::dictionary, (_, _) -> refuse("kwargs")),
            field("value", g -> g.value, (g, v) -> g.value = v),
            field("_exception", g -> g.exception, (g, v) -> g.exception = v),
            field("_tb", g -> g.traceback, (g, v) -> g.traceback = v),
            field("_number", g -> g.number, (g, v) -> g.number = v),
            field("_spawner", g -> g.spawner, (g, v) -> g.spawner = v),
            field("_over", g -> g.over, (g, v) -> g.over = v.__nonzero__()),
            field("_failed", g -> g.failed, (g, v) -> g.failed = v.__nonzero__()),
            field("_begun", g -> g.begun, (g, v) -> g.begun = v.__nonzero__()),
            field("spawn_tree_locals", JythonGreenlet::locals, JythonGreenlet::setLocals),
        };
    }

    private static void refuse(String name) {
        throw Py.AttributeError("attribute '" + name + "' of 'gevent.Greenlet' objects is not writable");
    }

    private static PyDataDescr field(
            String name,
            Function<JythonGreenlet, @Nullable Object> getter,
            BiConsumer<JythonGreenlet, PyObject> setter) {
        return new JythonField<>(name, getter, setter);
    }
}
