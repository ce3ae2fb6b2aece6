// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.monkey.patch.MonkeyPatchException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.IllegalClassFormatException;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Has the transformers write classes anew and does not give them to the JVM: nothing changes. */
final class Rehearsal extends Retransformer {

    private final List<ClassFileTransformer> transformers = new ArrayList<>();

    Rehearsal(Instrumentation instrumentation) {
        super(instrumentation);
    }

    @Override
    void add(ClassFileTransformer transformer) {
        transformers.add(transformer);
    }

    @Override
    void remove(ClassFileTransformer transformer) {
        transformers.remove(transformer);
    }

    /** All but threads, which would be refused: they are loaded already. */
    @Override
    List<Class<?>> concernedBy(CallSiteTransformer sites) {
        return super.concernedBy(sites).stream()
                .filter(one -> !Thread.class.isAssignableFrom(one))
                .toList();
    }

    @Override
    void retransform(Collection<? extends Class<?>> classes) {
        for (Class<?> one : classes) {
            String name = one.getName().replace('.', '/');
            try (InputStream in = one.getModule().getResourceAsStream(name + ".class")) {
                if (in == null) {
                    continue; // a proxy, say
                }
                byte[] classFile = in.readAllBytes();
                for (ClassFileTransformer transformer : transformers) {
                    transformer.transform(one.getModule(), one.getClassLoader(), name, one, null, classFile);
                }
            } catch (IOException | IllegalClassFormatException e) {
                throw new MonkeyPatchException("cannot rehearse the change of " + one.getName() + ": " + e, e);
            }
        }
    }
}
