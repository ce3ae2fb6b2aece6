// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.RawGreenlet;
import io.jevent.internal.settings.Setting;
import io.jevent.local.Local;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Runs what Python calls in Java, and turns Java's exceptions into Python's. */
public final class Border {

    private final Engine engine;
    private final Local<Boolean> callback = new Local<>("callback of Python");

    /** Returns the Python stack of its caller; null unless the setting {@code jevent.python.stacks} is on. */
    private @Nullable Object recorder;

    /** The stacks of the greenlets that are in a call. */
    private final Map<RawGreenlet, Object> stacks = Collections.synchronizedMap(new LinkedHashMap<>());

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

    /**
     * Sets the Python function that notes stacks, if the setting is on.
     *
     * @param function returns the stack of its caller
     */
    public void setRecorder(Object function) {
        if (Setting.PYTHON_STACKS.isOn()) {
            recorder = engine.hold(function);
        }
    }

    /** {@return the name and the noted stack of each greenlet that is in a call} */
    public List<Object[]> stacks() {
        synchronized (stacks) {
            return stacks.entrySet().stream()
                    .map(e -> new Object[] {e.getKey().name(), e.getValue()})
                    .toList();
        }
    }

    <T extends @Nullable Object> T call(Callable<T> work) {
        Object noting = recorder;
        RawGreenlet caller = noting == null ? null : CurrentGreenlet.get();
        return noting == null || caller == null ? translated(work) : noted(caller, noting, work);
    }

    private <T extends @Nullable Object> T noted(RawGreenlet caller, Object noting, Callable<T> work) {
        Object outer = stacks.put(caller, engine.hold(Objects.requireNonNull(engine.call(noting))));
        try {
            return translated(work);
        } finally {
            if (outer == null) {
                stacks.remove(caller);
            } else {
                stacks.put(caller, outer); // Java had called Python, which called again
            }
        }
    }

    private <T extends @Nullable Object> T translated(Callable<T> work) {
        try {
            return work.call();
        } catch (Throwable t) {
            throw Border.<RuntimeException>sneaky(toPython(t));
        }
    }

    /**
     * Returns the Python exception, such as a timeout, that was thrown into a wait of Java which Python had called
     * without this package.
     *
     * @param thrown what Python caught
     * @return the exception; null if {@code thrown} is another one
     */
    public @Nullable Object carried(@Nullable Object thrown) {
        return thrown instanceof PythonCarrier carrier ? carrier.exception() : null;
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
