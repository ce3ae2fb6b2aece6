// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import org.python.core.PyBuiltinMethod;
import org.python.core.PyObject;

/**
 * A method of a Java class that Jython shows as a class of Python.
 *
 * @param <S> the class
 */
@SuppressWarnings("serial") // never serialized
final class JythonMethod<S extends PyObject> extends PyBuiltinMethod {

    /**
     * The body of a method.
     *
     * @param <S> the class
     */
    interface Body<S> {

        /**
         * Runs the method.
         *
         * @param self the object
         * @param arguments its arguments, those with a keyword last
         * @param keywords the names of the last arguments
         * @return the result, {@code Py.None} if there is none
         */
        PyObject call(S self, PyObject[] arguments, String[] keywords);
    }

    private final transient Body<S> body;

    JythonMethod(String name, Body<S> body) {
        super(name);
        this.body = body;
    }

    @Override
    @SuppressWarnings("unchecked") // the descriptor has checked the type
    public PyObject __call__(PyObject[] arguments, String[] keywords) {
        return body.call((S) self, arguments, keywords);
    }
}
