// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.internal.world.World;
import io.jevent.monkey.patch.MonkeyPatchException;
import io.jevent.monkey.patch.Patch;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Changes classes of the JDK, and answers what they ask then. */
final class JdkPatching {

    private final Retransformer retransformer;
    private final JdkTransformer transformer;
    private final List<JdkMethod> methods;
    private final List<Original> originals = new CopyOnWriteArrayList<>();
    private final Set<JdkMethod> inPlace = new HashSet<>();
    private final Set<Thread> answering = ConcurrentHashMap.newKeySet();

    JdkPatching(
            Jdk jdk,
            SimulatedMonitors monitors,
            Retransformer retransformer,
            JdkTransformer transformer,
            Predicate<Patch> active)
            throws ReflectiveOperationException {
        this.retransformer = retransformer;
        this.transformer = transformer;
        this.methods = new PatchTable(jdk, monitors, active).methods();
    }

    /** Whether a method is changed and asks. */
    boolean isPatched(String owner, String name) {
        return methods.stream()
                .anyMatch(
                        m -> m.isAsking() && m.owner().equals(owner) && m.name().equals(name));
    }

    /** Changes what the patches need; that has no effect before {@link #switchOn}. */
    void prepare(Set<Patch> wanted) {
        List<JdkMethod> missing = methods.stream()
                .filter(method -> !Collections.disjoint(wanted, method.patches()) && !inPlace.contains(method))
                .toList();
        Set<Class<?>> classes = new LinkedHashSet<>();
        for (JdkMethod method : missing) {
            classes.add(enlist(method));
        }
        transformer.forgetFailures();
        retransformer.retransform(classes);
        for (Class<?> changed : classes) {
            Throwable failure = transformer.failureOf(changed.getName());
            if (failure != null) {
                throw refused(
                        "cannot patch " + changed.getName() + " of this JDK (" + Runtime.version() + ")", failure);
            }
        }
        for (JdkMethod method : missing) {
            if (!transformer.hasChanged(method)) {
                throw refused("another agent has hidden " + method, null);
            }
        }
        inPlace.addAll(missing);
    }

    private static MonkeyPatchException refused(String why, @Nullable Throwable cause) {
        return new MonkeyPatchException(why + "; nothing was patched" + (cause == null ? "" : ": " + cause), cause);
    }

    /** Has the transformer look for a method; returns the class in which it is. */
    private Class<?> enlist(JdkMethod method) {
        try {
            Class<?> owner = Class.forName(method.owner(), false, null);
            Method declared = declared(owner, method);
            if (!transformer.knows(method)) {
                originals.add(new Original(declared));
                transformer.add(method);
            }
            return owner;
        } catch (ReflectiveOperationException e) {
            throw refused(
                    "this JDK (" + Runtime.version() + ") has no " + method + ", which has to be patched for any of "
                            + method.patches(),
                    e);
        }
    }

    /** Compares names: a type in the signature may be one that this module cannot see. */
    private static Method declared(Class<?> owner, JdkMethod method) throws NoSuchMethodException {
        String type = method.type().descriptorString();
        for (Method candidate : owner.getDeclaredMethods()) {
            if (candidate.getName().equals(method.name())
                    && !Modifier.isNative(candidate.getModifiers())
                    && MethodType.methodType(candidate.getReturnType(), candidate.getParameterTypes())
                            .descriptorString()
                            .equals(type)) {
                return candidate;
            }
        }
        throw new NoSuchMethodException(method.toString());
    }

    void switchOn(Set<Patch> active) {
        methods.forEach(method -> method.askIf(active));
    }

    /*
     * A hook may load classes, and so read files, by methods that have hooks themselves: a call within a hook runs the
     * body. Code before this check must not load a class.
     */
    /** Answers a method of the JDK. */
    @Nullable
    Object answer(Object[] call) {
        int number = (int) call[0];
        JdkMethod method = transformer.method(number);
        if (!method.isAsking()) {
            return null;
        }
        Thread caller = Thread.currentThread();
        if (!answering.add(caller)) {
            return null;
        }
        try {
            return concerns(method.audience()) ? method.answer(call, originals.get(number)) : null;
        } finally {
            answering.remove(caller);
        }
    }

    private static boolean concerns(JdkMethod.Audience audience) {
        return switch (audience) {
            case EVERYONE -> true;
            case GREENLETS -> Greenlets.mayWait();
            case SIMULATED -> World.ifCurrent() != null;
        };
    }
}
