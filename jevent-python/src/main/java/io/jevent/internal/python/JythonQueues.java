// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import io.jevent.queue.BaseQueue;
import org.jspecify.annotations.Nullable;
import org.python.core.Py;
import org.python.core.PyBuiltinMethod;
import org.python.core.PyDataDescr;
import org.python.core.PyObject;
import org.python.core.PyType;

/**
 * Makes {@link JythonQueue} a class of Python.
 *
 * <p>Its methods are public because Jython finds them by reflection.
 */
public final class JythonQueues {

    private final Border border;
    private @Nullable PyObject box;

    JythonQueues(Border border) {
        this.border = border;
    }

    /**
     * Returns the class.
     *
     * @param boxType the Python class of an object that carries an item through Java
     */
    public PyType type(PyObject boxType) {
        box = boxType;
        var methods = new PyBuiltinMethod[] {
            new JythonMethod<>("put", JythonQueue::put), new JythonMethod<>("get", JythonQueue::get)
        };
        var fields = new PyDataDescr[] {
            new JythonField<>("_java", JythonQueue::javaInPython, JythonQueue::setJava),
            new JythonField<JythonQueue>("_boxes", q -> q.boxes, (q, v) -> q.boxes = v.__nonzero__()),
            new JythonField<JythonQueue>("_getting", q -> q.getting, (q, v) -> q.getting = v.asInt()),
            new JythonField<JythonQueue>("_putting", q -> q.putting, (q, v) -> q.putting = v.asInt()),
        };
        return JythonType.make("gevent.queue.Core", JythonQueue.class, methods, fields, t -> new JythonQueue(t, this));
    }

    /** Boxes the two values that other calls take for no item. */
    PyObject box(PyObject item) {
        return (item == Py.None || item == Py.False) && box != null ? box.__call__(item) : item;
    }

    PyObject unbox(PyObject item) {
        return item.getType() == box ? item.__getattr__("value") : item;
    }

    void put(BaseQueue<Object> queue, Object item) {
        border.call(() -> {
            queue.put(item);
            return null;
        });
    }

    Object get(BaseQueue<Object> queue) {
        return border.call(queue::get);
    }
}
