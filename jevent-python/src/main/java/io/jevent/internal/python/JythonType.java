// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import java.util.function.Function;
import org.python.core.PyBuiltinMethod;
import org.python.core.PyDataDescr;
import org.python.core.PyNewWrapper;
import org.python.core.PyObject;
import org.python.core.PyType;
import org.python.expose.BaseTypeBuilder;

/** Shows a Java class as a class of Python, from which classes of Python may inherit. */
final class JythonType {

    private JythonType() {}

    static PyType make(
            String name,
            Class<? extends PyObject> type,
            PyBuiltinMethod[] methods,
            PyDataDescr[] fields,
            Function<PyType, PyObject> constructor) {
        PyType.addBuilder(
                type,
                new BaseTypeBuilder(
                        name, type, PyObject.class, true, null, methods, fields, new New(type, constructor)));
        return PyType.fromClass(type);
    }

    @SuppressWarnings("serial") // never serialized
    private static final class New extends PyNewWrapper {

        private final transient Function<PyType, PyObject> constructor;

        New(Class<?> type, Function<PyType, PyObject> constructor) {
            super(type, "__new__", -1, -1);
            this.constructor = constructor;
        }

        @Override
        public PyObject new_impl(boolean init, PyType subtype, PyObject[] arguments, String[] keywords) {
            return constructor.apply(subtype);
        }
    }
}
