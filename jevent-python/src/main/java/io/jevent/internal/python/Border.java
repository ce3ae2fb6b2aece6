// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import io.jevent.hub.RawGreenlet;
import io.jevent.local.Local;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Runs what Python calls in Java, and turns Java's exceptions into Python's. */
public final class Border {

    private final Engine engine;
    private final Local<Boolean> callback = new Local<>("callback of Python");

    /** The Python function that makes a Python exception of a Java one; null until the package has set it. */
    private @Nullable Object translator;

    Border(Engine engine) {
        this.engine = engine;
    }

    Engine engine() {
        return engine;
    }

    /**
     * Sets the Python function that makes exceptions.
     *
     * @param function called with the kind, the message and the Java throwable; returns a Python exception
     */
    public void setTranslator(Object function) {
        translator = engine.hold(function);
    }

    <T extends @Nullable Object> T call(Callable<T> work) {
        try {
            return work.call();
        } catch (Throwable t) {
            throw Border.<RuntimeException>sneaky(toPython(t));
        }
    }

    /** Returns what raises the Python exception for {@code thrown}. */
    Throwable toPython(Throwable thrown) {
        if (thrown instanceof PythonCarrier carrier) {
            return engine.thrown(carrier.exception());
        }
        if (engine.raised(thrown) != null || translator == null) {
            return thrown;
        }
        Object exception = engine.call(translator, ErrorKind.of(thrown), text(thrown), thrown);
        return exception == null ? thrown : engine.thrown(engine.hold(exception));
    }

    /** Returns the Python exception that stands for {@code thrown}. */
    Object exception(Throwable thrown) {
        if (thrown instanceof PythonCarrier carrier) {
            return carrier.exception();
        }
        @Nullable Object raised = engine.raised(thrown);
        if (raised != null) {
            return raised;
        }
        Object translated =
                translator == null ? null : engine.call(translator, ErrorKind.of(thrown), text(thrown), thrown);
        return translated == null ? thrown : translated;
    }

    /**
     * Returns a runnable for a hub to call: it runs {@code body} at once, or in a greenlet of its own if the engine
     * needs one.
     */
    Runnable onHub(Runnable body) {
        Runnable callback = asCallback(body);
        return engine.runsOnCarrier() ? callback : () -> new RawGreenlet(callback).start();
    }

    /** Marks the greenlet that runs {@code body} as one that stands for a callback of the hub. */
    Runnable asCallback(Runnable body) {
        if (engine.runsOnCarrier()) {
            return body;
        }
        return () -> {
            callback.set(true);
            body.run();
        };
    }

    /** Whether the current greenlet stands for a callback of the hub. */
    boolean isCallback() {
        return callback.isSet();
    }

    private static String text(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null ? thrown.getClass().getSimpleName() : message;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // throws checked exceptions of Java as they are
    private static <X extends Throwable> X sneaky(Throwable thrown) throws X {
        throw (X) thrown;
    }
}
