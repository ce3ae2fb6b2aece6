// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A method of the JDK as it was before it asked, for a thread that is no greenlet. It is linked when it is called
 * first, which few ever are: linking all takes as long as changing their classes.
 */
final class Original {

    private final Method method;

    /** {@code method} is open to this module. */
    Original(Method method) {
        method.setAccessible(true);
        this.method = method;
    }

    /** Calls it. At 0 is the receiver, unless it is static; then come the arguments. */
    @Nullable
    Object call(List<Object> arguments) throws Throwable {
        boolean isStatic = Modifier.isStatic(method.getModifiers());
        Object receiver = isStatic ? null : arguments.getFirst();
        Object[] rest = arguments.subList(isStatic ? 0 : 1, arguments.size()).toArray();
        try {
            return method.invoke(receiver, rest);
        } catch (InvocationTargetException e) {
            throw Objects.requireNonNullElse(e.getCause(), e);
        }
    }
}
