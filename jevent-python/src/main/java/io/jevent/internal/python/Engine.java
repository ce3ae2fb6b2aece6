// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An implementation of Python, and the conversions between its values and Java's. */
public interface Engine {

    /** {@return its name and version, for messages} */
    String name();

    /**
     * Runs a program in the calling greenlet.
     *
     * @param bootstrap the Python code that prepares the interpreter and runs the program
     * @param modules the Java objects that Python finds as attributes of the module {@code _jevent}
     * @return the exit status
     */
    int run(String bootstrap, Map<String, Object> modules);

    /**
     * Converts a callable or another value of Python to a form that Java may keep and pass to other threads.
     *
     * @param value as it came from Python
     * @return the value to keep
     */
    Object hold(Object value);

    /**
     * Calls a Python callable.
     *
     * @param callable the callable, which {@link #hold} returned
     * @param arguments its arguments
     * @return its result
     */
    @Nullable
    Object call(Object callable, @Nullable Object... arguments);

    /**
     * Returns what raises an exception in Python if it is thrown from Java.
     *
     * @param exception the Python exception
     * @return the throwable
     */
    Throwable thrown(Object exception);

    /**
     * Returns the Python exception that a throwable stands for.
     *
     * @param thrown what Java caught
     * @return the exception, or null if the throwable is one of Java
     */
    @Nullable
    Object raised(Throwable thrown);

    /**
     * Copies Python's bytes.
     *
     * @param bytes a value of type {@code bytes}, or {@code str} in Python 2
     * @return the copy
     */
    byte[] toBytes(Object bytes);

    /**
     * Returns a value from which the function {@code tobytes} of {@code gevent._kernel} makes Python's bytes.
     *
     * @param bytes the bytes
     * @return the value
     */
    Object fromBytes(byte[] bytes);

    /** Called when the interpreter and the package are loaded, before the program runs. */
    default void prepared() {}

    /**
     * Returns Java objects that the package finds in the module {@code _jevent} on this engine only.
     *
     * @param border converts exceptions
     * @param kernel the kernel
     * @return the objects by name
     */
    default Map<String, Object> additions(Border border, Kernel kernel) {
        return Map.of();
    }

    /** {@return whether a value is a list of Python that came from {@link #call}} */
    boolean isList(Object value);

    /** {@return the items of a list of Python} */
    List<Object> toList(Object list);

    /**
     * Whether Python code may run on the thread of a hub, outside of a greenlet.
     *
     * @return false if callbacks must run in greenlets
     */
    boolean runsOnCarrier();
}
