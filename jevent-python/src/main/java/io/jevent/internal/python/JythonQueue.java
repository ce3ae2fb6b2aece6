// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import io.jevent.queue.BaseQueue;
import org.jspecify.annotations.Nullable;
import org.python.core.Py;
import org.python.core.PyObject;
import org.python.core.PyObjectDerived;
import org.python.core.PyType;
import org.python.expose.ExposedType;

/**
 * The part of gevent's queues through which each item goes, in Java for Jython. It does what {@code Core} in
 * {@code gevent/queue.py} does, which is the form for other engines.
 */
@SuppressWarnings("serial") // never serialized
@ExposedType(name = "gevent.queue.Core")
public final class JythonQueue extends PyObjectDerived {

    private final transient JythonQueues all;
    private transient @Nullable BaseQueue<Object> java;
    private @Nullable PyObject javaInPython;

    /** Whether the items come back as the same objects of Python; otherwise they are values for Java. */
    boolean boxes = true;

    int getting;
    int putting;

    JythonQueue(PyType type, JythonQueues all) {
        super(type);
        this.all = all;
    }

    @Nullable
    PyObject javaInPython() {
        return javaInPython;
    }

    @SuppressWarnings("unchecked") // a queue takes whatever Python puts
    void setJava(PyObject queue) {
        java = (BaseQueue<Object>) queue.__tojava__(BaseQueue.class);
        javaInPython = queue;
    }

    private BaseQueue<Object> java() {
        if (java == null) {
            throw Py.AssertionError("Queue.__init__ was not called");
        }
        return java;
    }

    PyObject put(PyObject[] arguments, String[] keywords) {
        if (arguments.length != 1 || keywords.length != 0) {
            return invoke("_put_within", arguments, keywords);
        }
        putting++;
        try {
            all.put(java(), boxes ? all.box(arguments[0]) : arguments[0].__tojava__(Object.class));
            return Py.None;
        } finally {
            putting--;
        }
    }

    PyObject get(PyObject[] arguments, String[] keywords) {
        if (arguments.length != 0) {
            return invoke("_get_within", arguments, keywords);
        }
        getting++;
        try {
            return all.unbox(Py.java2py(all.get(java())));
        } finally {
            getting--;
        }
    }
}
