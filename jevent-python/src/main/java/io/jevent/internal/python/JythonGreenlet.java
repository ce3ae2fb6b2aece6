// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import io.jevent.hub.CurrentGreenlet;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.python.core.Py;
import org.python.core.PyDictionary;
import org.python.core.PyException;
import org.python.core.PyObject;
import org.python.core.PyObjectDerived;
import org.python.core.PyTuple;
import org.python.core.PyType;
import org.python.expose.ExposedType;

/**
 * The part of gevent's {@code Greenlet} through which each spawn and each end goes, in Java for Jython. It does what
 * {@code Core} in {@code gevent/_core.py} does, which is the form for other engines.
 */
@SuppressWarnings("serial") // never serialized
@ExposedType(name = "gevent._core.Core")
public final class JythonGreenlet extends PyObjectDerived {

    private static final String RUN = "_run";

    private final transient JythonGreenlets all;
    private transient @Nullable PythonGreenlet java;
    private transient @Nullable PyObject javaInPython;

    PyObject[] arguments = Py.EmptyObjects;
    String[] keywords = Py.NoKeywords;
    PyObject value = Py.None;
    PyObject exception = Py.None;
    PyObject traceback = Py.None;
    PyObject number = Py.None;
    PyObject spawner = Py.None;

    /** Its function has ended, or it will never run. */
    boolean over;

    boolean failed;
    boolean begun;

    private @Nullable PyObject locals;
    private @Nullable PyObject reference;

    JythonGreenlet(PyType type, JythonGreenlets all) {
        super(type);
        this.all = all;
    }

    /** The constructor of Python: a function, and its arguments. */
    PyObject init(PyObject[] given, String[] names) {
        int positional = given.length - names.length;
        @Nullable PyObject function = positional > 0 ? given[0] : null;
        int rest = positional > 0 ? 1 : 0;
        int named = indexOfRun(names);
        if (named >= 0) {
            if (function != null) {
                throw Py.TypeError("__init__() got multiple values for keyword argument 'run'");
            }
            function = given[named];
            arguments = without(given, named);
            keywords = without(names, named);
        } else {
            arguments = new PyObject[given.length - rest];
            System.arraycopy(given, rest, arguments, 0, arguments.length);
            keywords = names;
        }
        create(function == Py.None ? null : function);
        return Py.None;
    }

    private static int indexOfRun(String[] names) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals("run")) {
                return i;
            }
        }
        return -1;
    }

    private static <T> T[] without(T[] values, int index) {
        T[] left = Arrays.copyOf(values, values.length - 1);
        System.arraycopy(values, index + 1, left, index, left.length - index);
        return left;
    }

    private void create(@Nullable PyObject function) {
        PyObject run = function == null ? __getattr__(RUN) : function;
        if (!run.isCallable()) {
            throw Py.TypeError("The run argument or self._run must be callable");
        }
        if (function != null) {
            __setattr__(RUN, function);
        }
        java = all.create(this, run);
        if (CurrentGreenlet.get() instanceof PythonGreenlet python && python.peer instanceof JythonGreenlet parent) {
            spawner = parent.reference();
            locals = parent.locals();
        } else {
            PyObject current = all.current();
            spawner = all.reference(current);
            locals = current.__findattr__("spawn_tree_locals");
        }
    }

    private PyObject reference() {
        if (reference == null) {
            reference = all.reference(this);
        }
        return reference;
    }

    /** Returns the values that it shares with the greenlets that it spawns. */
    PyObject locals() {
        if (locals == null) {
            locals = new PyDictionary();
        }
        return locals;
    }

    void setLocals(PyObject values) {
        locals = values;
    }

    /** Returns the Java greenlet. */
    PythonGreenlet java() {
        if (java == null) {
            throw Py.AssertionError("Greenlet.__init__ was not called");
        }
        return java;
    }

    PyObject javaInPython() {
        if (javaInPython == null) {
            javaInPython = java == null ? Py.None : Py.java2py(java);
        }
        return javaInPython;
    }

    /** Calls its function; returns the exception that ended it, or null. */
    @Nullable
    PyObject main() {
        begun = true;
        try {
            PyObject run = __getattr__(RUN);
            value = arguments.length == 0 ? run.__call__() : run.__call__(arguments, keywords);
            finish();
            return null;
        } catch (Throwable t) {
            return ended(t);
        }
    }

    private @Nullable PyObject ended(Throwable thrown) {
        PyException problem = caught(thrown);
        if (all.isExit(problem)) {
            value = problem.value;
            finish();
            return null;
        }
        PyObject tb = problem.traceback == null ? Py.None : problem.traceback;
        over = true;
        failed = true;
        exception = problem.value;
        traceback = tb;
        try {
            invoke("_report", new PyObject[] {problem.type, problem.value, tb}, Py.NoKeywords); // prints the arguments
        } finally {
            finish();
        }
        return problem.value;
    }

    private static PyException caught(Throwable thrown) {
        PyException problem = Py.setException(thrown, null);
        if (problem.value.__tojava__(PythonCarrier.class) instanceof PythonCarrier carrier) {
            var carried = (PyObject) carrier.exception();
            return new PyException(carried.getType(), carried, problem.traceback);
        }
        return problem;
    }

    /** Drops what a greenlet that has ended does not need. */
    void finish() {
        over = true;
        arguments = Py.EmptyObjects;
        keywords = Py.NoKeywords;
        if (fastGetDict().__finditem__(RUN) != null) {
            __delattr__(RUN);
        }
        if (number != Py.None) {
            invoke("_give_back");
        }
    }

    /** Takes the outcome over of a greenlet that ended before its function ran; returns whether it has ended. */
    boolean settle() {
        if (!over && java != null && java.isReady()) {
            @Nullable PyObject problem = all.outcome(java);
            if (problem == null || all.isExit(problem)) {
                value = problem == null ? Py.None : problem;
            } else {
                failed = true;
                exception = problem;
            }
            finish();
        }
        return over;
    }

    PyObject start() {
        if (!begun && !over) {
            all.announce(this);
            all.start(java());
        }
        return Py.None;
    }

    PyObject tuple() {
        PyObject[] positional = new PyObject[arguments.length - keywords.length];
        System.arraycopy(arguments, 0, positional, 0, positional.length);
        return new PyTuple(positional);
    }

    PyObject dictionary() {
        var named = new PyDictionary();
        int first = arguments.length - keywords.length;
        for (int i = 0; i < keywords.length; i++) {
            named.__setitem__(keywords[i], arguments[first + i]);
        }
        return named;
    }
}
