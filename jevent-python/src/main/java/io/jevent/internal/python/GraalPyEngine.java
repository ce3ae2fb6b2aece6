// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** Python 3, by GraalPy: one context, in which the greenlets of one hub run. */
public final class GraalPyEngine implements Engine {

    /** Raises its argument; made in the context, and null before that. */
    private @Nullable Value raiser;

    /** Creates the engine. */
    public GraalPyEngine() {}

    @Override
    public String name() {
        return "GraalPy";
    }

    @Override
    public int run(String bootstrap, Map<String, Object> modules) {
        Context context = context(); // stays open: greenlets that are left may still run when the program has ended
        context.enter();
        try {
            raiser = context.eval("python", "def _raise(e):\n    raise e\n_raise");
            Value bindings = context.getBindings("python");
            modules.forEach(bindings::putMember);
            context.eval(
                    Source.newBuilder("python", bootstrap, "_jevent_main.py").buildLiteral());
            return bindings.getMember("status").asInt();
        } finally {
            context.leave();
        }
    }

    private static Context context() {
        return Context.newBuilder("python")
                .allowAllAccess(true)
                .allowExperimentalOptions(true)
                .option("engine.WarnInterpreterOnly", "false")
                .option("engine.WarnVirtualThreadSupport", "false")
                .option("python.PosixModuleBackend", "java")
                .option("python.EmulateJython", "false")
                .build();
    }

    @Override
    public Object hold(Object value) {
        return Value.asValue(value);
    }

    @Override
    public @Nullable Object call(Object callable, @Nullable Object... arguments) {
        Value result = ((Value) callable).execute(arguments);
        return result.isNull() ? null : result;
    }

    @Override
    public Throwable thrown(Object exception) {
        Value raise = raiser;
        if (raise == null) {
            throw new IllegalStateException("the interpreter does not run");
        }
        try {
            return new IllegalStateException("raised nothing: " + raise.execute(exception));
        } catch (PolyglotException raised) {
            return raised;
        }
    }

    @Override
    public @Nullable Object raised(Throwable thrown) {
        return thrown instanceof PolyglotException guest && guest.isGuestException() ? guest.getGuestObject() : null;
    }

    @Override
    public byte[] toBytes(Object bytes) {
        Value value = Value.asValue(bytes);
        var copy = new byte[(int) value.getBufferSize()];
        value.readBuffer(0, copy, 0, copy.length);
        return copy;
    }

    @Override
    public Object fromBytes(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Override
    public boolean isList(Object value) {
        return value instanceof Value v && v.hasArrayElements() && !v.hasBufferElements();
    }

    @Override
    public List<Object> toList(Object list) {
        var value = (Value) list;
        List<Object> items = new ArrayList<>();
        for (long i = 0; i < value.getArraySize(); i++) {
            items.add(value.getArrayElement(i));
        }
        return items;
    }

    @Override
    public boolean runsOnCarrier() {
        return false;
    }
}
