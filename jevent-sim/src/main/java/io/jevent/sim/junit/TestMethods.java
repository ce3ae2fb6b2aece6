// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.junit;

import io.jevent.hub.Hub;
import io.jevent.sim.Sim;
import io.jevent.testing.Choices;
import io.jevent.testing.VirtualTime;
import java.lang.reflect.Method;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Calls a test method with the methods before and after it, on a new instance of its class. */
final class TestMethods {

    private final Class<?> type;
    private final Method test;
    private final List<Method> before;
    private final List<Method> after;

    TestMethods(Class<?> type, Method test) {
        this.type = type;
        this.test = test;
        this.before = AnnotationSupport.findAnnotatedMethods(type, BeforeEach.class, HierarchyTraversalMode.TOP_DOWN);
        this.after = AnnotationSupport.findAnnotatedMethods(type, AfterEach.class, HierarchyTraversalMode.BOTTOM_UP);
    }

    void runAll(Sim sim) throws Exception {
        Object instance = newInstance();
        Throwable failure = null;
        try {
            for (Method method : before) {
                call(instance, method, sim);
            }
            call(instance, test, sim);
        } catch (Throwable t) {
            failure = t;
        }
        for (Method method : after) {
            try {
                call(instance, method, sim);
            } catch (Throwable t) {
                if (failure == null) {
                    failure = t;
                } else {
                    failure.addSuppressed(t);
                }
            }
        }
        raise(failure);
    }

    private static void raise(@Nullable Throwable failure) throws Exception {
        switch (failure) {
            case null -> {}
            case Exception exception -> throw exception;
            case Error error -> throw error;
            default -> throw new AssertionError(failure);
        }
    }

    /** JUnit reflects, since test classes are open to it. */
    private Object newInstance() {
        if (type.getDeclaredConstructors().length != 1 || type.getDeclaredConstructors()[0].getParameterCount() > 0) {
            throw new IllegalStateException("each schedule runs on a new instance, so " + type.getName()
                    + " needs a constructor without parameters, and must not be an inner class");
        }
        return ReflectionSupport.newInstance(type);
    }

    private static void call(Object instance, Method method, Sim sim) {
        Class<?>[] types = method.getParameterTypes();
        var arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            arguments[i] = argument(types[i], sim, method);
        }
        var _ = ReflectionSupport.invokeMethod(method, instance, arguments);
    }

    private static Object argument(Class<?> type, Sim sim, Method method) {
        if (type == Sim.class) {
            return sim;
        }
        if (type == VirtualTime.class) {
            return sim.time();
        }
        if (type == Choices.class) {
            return sim.choices();
        }
        if (type == RandomGenerator.class) {
            return sim.choices().random();
        }
        if (type == Hub.class) {
            return sim.hub();
        }
        throw new IllegalStateException(
                method + " has a parameter of type " + type.getName()
                        + ", which a simulated test cannot have; allowed are Sim, VirtualTime, Choices, RandomGenerator and Hub");
    }
}
