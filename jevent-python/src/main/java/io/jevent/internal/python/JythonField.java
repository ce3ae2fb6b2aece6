// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.python.core.Py;
import org.python.core.PyDataDescr;
import org.python.core.PyObject;
import org.python.expose.ExposeAsSuperclass;

/**
 * A field of a Java class that Jython shows as a class of Python.
 *
 * @param <S> the class
 */
@SuppressWarnings("serial") // never serialized
final class JythonField<S extends PyObject> extends PyDataDescr implements ExposeAsSuperclass {

    private final transient Function<S, @Nullable Object> getter;
    private final transient BiConsumer<S, PyObject> setter;

    /** The getter may return a value of Java, which is converted; null is {@code None}. */
    JythonField(String name, Function<S, @Nullable Object> getter, BiConsumer<S, PyObject> setter) {
        super(name, PyObject.class, null);
        this.getter = getter;
        this.setter = setter;
    }

    @Override
    @SuppressWarnings("unchecked") // the descriptor has checked the type
    public Object invokeGet(PyObject self) {
        Object value = getter.apply((S) self);
        return value == null ? Py.None : value;
    }

    @Override
    public boolean implementsDescrSet() {
        return true;
    }

    @Override
    @SuppressWarnings("unchecked") // the descriptor has checked the type
    public void invokeSet(PyObject self, Object value) {
        setter.accept((S) self, (PyObject) value);
    }
}
