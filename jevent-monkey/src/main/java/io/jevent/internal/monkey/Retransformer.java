// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.monkey.patch.MonkeyPatchException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Has the JVM pass classes through transformers: those that come, and those that are loaded once more. */
class Retransformer {

    private final Instrumentation instrumentation;

    Retransformer(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    void add(ClassFileTransformer transformer) {
        instrumentation.addTransformer(transformer, true);
    }

    void remove(ClassFileTransformer transformer) {
        boolean _ = instrumentation.removeTransformer(transformer);
    }

    /**
     * Changes all of the classes or none.
     *
     * @throws MonkeyPatchException if the JVM refuses one, be it for what another agent has made of it
     */
    void retransform(Collection<? extends Class<?>> classes) {
        if (classes.isEmpty()) {
            return;
        }
        try {
            instrumentation.retransformClasses(classes.toArray(Class<?>[]::new));
        } catch (UnmodifiableClassException | UnsupportedOperationException | LinkageError | InternalError e) {
            List<String> names = classes.stream().map(Class::getName).toList();
            throw new MonkeyPatchException(
                    "the JVM refuses a change of one of " + names + " (does another agent change it as well?);"
                            + " nothing was patched: " + e,
                    e);
        }
    }

    /** The classes that are loaded and that these transformers look at. */
    List<Class<?>> concernedBy(CallSiteTransformer sites) {
        return Stream.<Class<?>>of(instrumentation.getAllLoadedClasses())
                .filter(loaded -> !loaded.isArray()
                        && !loaded.isHidden()
                        && sites.concerns(
                                loaded.getName().replace('.', '/'), loaded.getModule(), loaded.getClassLoader())
                        && instrumentation.isModifiableClass(loaded))
                .toList();
    }
}
