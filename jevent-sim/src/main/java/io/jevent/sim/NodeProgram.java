// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;

/** A program with a {@code main} method, loaded anew at each start. */
final class NodeProgram implements Node.Main {

    private final ClassLoader parent;
    private final String mainClass;
    private final List<String> arguments;
    private final List<String> shared;

    NodeProgram(String mainClass, List<String> arguments, List<String> shared) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        this.parent = context != null ? context : ClassLoader.getSystemClassLoader();
        this.mainClass = mainClass;
        this.arguments = arguments;
        this.shared = shared;
    }

    @Override
    public void run(Node node) throws Exception {
        var loader = new NodeLoader(parent, shared);
        Thread.currentThread().setContextClassLoader(loader);
        Class<?> type = Class.forName(mainClass, true, loader);
        Method main = mainOf(type);
        main.setAccessible(true);
        Object[] given =
                main.getParameterCount() == 0 ? new Object[0] : new Object[] {arguments.toArray(String[]::new)};
        try {
            main.invoke(Modifier.isStatic(main.getModifiers()) ? null : instanceOf(type), given);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getCause();
        }
    }

    private static Object instanceOf(Class<?> type) throws ReflectiveOperationException {
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    /** The method that the launcher of the JDK would call (JLS 12.1.4). */
    private static Method mainOf(Class<?> type) throws NoSuchMethodException {
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            try {
                return c.getDeclaredMethod("main", String[].class);
            } catch (NoSuchMethodException _) {
                try {
                    return c.getDeclaredMethod("main");
                } catch (NoSuchMethodException _) {
                    // a superclass may have it
                }
            }
        }
        throw new NoSuchMethodException(type.getName() + " has no method main(String[]) or main()");
    }

    @Override
    public String toString() {
        return mainClass;
    }
}
