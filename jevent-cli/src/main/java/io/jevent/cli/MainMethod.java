// SPDX-License-Identifier: Apache-2.0
package io.jevent.cli;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The method a program starts at, chosen as the Java launcher chooses it (JEP 512): {@code main(String[])} before
 * {@code main()}, static or not, declared or inherited, anything but private.
 */
final class MainMethod {
    private final Class<?> type;
    private final Method method;

    private MainMethod(Class<?> type, Method method) {
        this.type = type;
        this.method = method;
    }

    static Optional<MainMethod> of(Class<?> type) {
        @Nullable Method found = find(type, String[].class);
        if (found == null) {
            found = find(type);
        }
        return Optional.ofNullable(found).map(method -> new MainMethod(type, method));
    }

    ClassLoader loader() {
        return type.getClassLoader();
    }

    /** Calls the method, on a new instance if it is not static; throws its exceptions unchanged. */
    void invoke(String[] args) throws Exception {
        try {
            @Nullable Object receiver = Modifier.isStatic(method.getModifiers()) ? null : newInstance();
            method.setAccessible(true);
            if (method.getParameterCount() == 0) {
                method.invoke(receiver);
            } else {
                method.invoke(receiver, (Object) args);
            }
        } catch (InvocationTargetException e) {
            throw unwrapped(e);
        }
    }

    private Object newInstance() throws InvocationTargetException, IllegalAccessException {
        String problem = type.getName() + ": its main is an instance method, but the class ";
        try {
            Constructor<?> constructor = type.getDeclaredConstructor();
            if (Modifier.isPrivate(constructor.getModifiers())) {
                throw LauncherException.program(problem + "hides its constructor without parameters");
            }
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (NoSuchMethodException e) {
            throw LauncherException.program(problem + "has no constructor without parameters")
                    .because(e);
        } catch (InstantiationException e) {
            throw LauncherException.program(problem + "is abstract").because(e);
        }
    }

    private static Exception unwrapped(InvocationTargetException e) {
        return switch (e.getCause()) {
            case Error error -> throw error;
            case Exception exception -> exception;
            case null, default -> e;
        };
    }

    /** Looks in the class and its superclasses first, then among the default methods of their interfaces. */
    private static @Nullable Method find(Class<?> type, Class<?>... parameters) {
        for (@Nullable Class<?> at = type; at != null; at = at.getSuperclass()) {
            @Nullable Method method = declared(at, parameters);
            if (method != null && isVisibleFrom(type, method)) {
                return method;
            }
        }
        for (@Nullable Class<?> at = type; at != null; at = at.getSuperclass()) {
            for (Class<?> parent : at.getInterfaces()) {
                @Nullable Method method = find(parent, parameters);
                if (method != null && !Modifier.isStatic(method.getModifiers())) {
                    return method;
                }
            }
        }
        return null;
    }

    private static @Nullable Method declared(Class<?> type, Class<?>... parameters) {
        try {
            Method method = type.getDeclaredMethod("main", parameters);
            boolean runnable = method.getReturnType() == void.class
                    && !Modifier.isPrivate(method.getModifiers())
                    && !Modifier.isAbstract(method.getModifiers());
            return runnable ? method : null;
        } catch (NoSuchMethodException _) {
            return null;
        }
    }

    private static boolean isVisibleFrom(Class<?> type, Method method) {
        boolean everywhere = (method.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0;
        return everywhere || method.getDeclaringClass().getPackage() == type.getPackage();
    }
}
