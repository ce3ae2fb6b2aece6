// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.rivals;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.util.List;

/**
 * Has Fray change programs so that threads switch at plain fields too. Fray's own agent leaves plain fields out,
 * although its option {@code --memory} switches at them.
 */
public final class FrayAgent {

    private FrayAgent() {}

    /** Called by the JVM at its start. */
    public static void premain(String options, Instrumentation instrumentation) throws ReflectiveOperationException {
        var transformer = Class.forName("org.pastalab.fray.instrumentation.base.ApplicationCodeTransformer")
                .getConstructor(boolean.class, List.class)
                .newInstance(true, List.of());
        instrumentation.addTransformer((ClassFileTransformer) transformer);
    }
}
