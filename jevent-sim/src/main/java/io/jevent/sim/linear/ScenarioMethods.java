// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.linear;

import io.jevent.exceptions.GreenletExit;
import io.jevent.testing.Choices;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The methods of a class that are operations. */
final class ScenarioMethods {

    private final Class<?> type;
    private final Constructor<?> constructor;
    private final List<Method> methods;

    ScenarioMethods(Class<?> type) {
        this.type = type;
        this.methods = Arrays.stream(type.getMethods().length == 0 ? type.getDeclaredMethods() : all(type))
                .filter(method -> method.isAnnotationPresent(Operation.class))
                .sorted(Comparator.comparing(Method::getName).thenComparing(Method::toGenericString))
                .toList();
        if (methods.isEmpty()) {
            throw new IllegalArgumentException(type.getName() + " has no method with @Operation");
        }
        try {
            constructor = type.getDeclaredConstructor();
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(
                    type.getName() + " needs a constructor without parameters, and must not be an inner class", e);
        }
        constructor.setAccessible(true);
        methods.forEach(method -> method.setAccessible(true));
    }

    private static Method[] all(Class<?> type) {
        var all = new ArrayList<Method>();
        for (Class<?> each = type; each != Object.class && each != null; each = each.getSuperclass()) {
            all.addAll(List.of(each.getDeclaredMethods()));
        }
        return all.toArray(Method[]::new);
    }

    /** An exception as a result. */
    record Thrown(String type) {
        @Override
        public String toString() {
            return "throws " + type;
        }
    }

    Object newInstance() {
        try {
            return constructor.newInstance();
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("the constructor of " + type.getName() + " failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + " cannot be made", e);
        }
    }

    /** Chooses a method and its arguments. */
    Call choose(Choices choices, String who, int values) {
        Method method = methods.get(choices.choose("operation of " + who, methods.size()));
        Class<?>[] types = method.getParameterTypes();
        var arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            arguments[i] = argument(types[i], choices, "argument of " + who, values);
        }
        return Call.of(method.getName(), arguments);
    }

    private static Object argument(Class<?> type, Choices choices, String label, int values) {
        if (type == int.class || type == Integer.class) {
            return choices.choose(label, values);
        }
        if (type == long.class || type == Long.class) {
            return (long) choices.choose(label, values);
        }
        if (type == boolean.class || type == Boolean.class) {
            return choices.choose(label, 2) == 1;
        }
        if (type == String.class || type == Object.class) {
            return String.valueOf((char) ('a' + choices.choose(label, values)));
        }
        if (type.isEnum()) {
            Object[] constants = type.getEnumConstants();
            return constants[choices.choose(label, constants.length)];
        }
        throw new IllegalArgumentException("an @Operation has a parameter of " + type
                + "; allowed are int, long, boolean, String, Object and enums");
    }

    /** Calls a method; an exception of it is a result, but a kill is not. */
    @Nullable
    Object call(Object instance, Call call) {
        try {
            return method(call).invoke(instance, call.arguments().toArray());
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            if (cause instanceof GreenletExit exit) {
                throw exit;
            }
            if (cause instanceof Error error && !(cause instanceof AssertionError)) {
                throw error;
            }
            return new Thrown(cause == null ? "?" : cause.getClass().getSimpleName());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(call + " of " + type.getName() + " cannot be called", e);
        }
    }

    private Method method(Call call) {
        return methods.stream()
                .filter(method -> method.getName().equals(call.name())
                        && method.getParameterCount() == call.arguments().size())
                .findFirst()
                .orElseThrow();
    }
}
