// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import io.jevent.hub.WaitList;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Leaks in the private state of an object or a hub. */
final class Insides {

    private static final Object NOTHING = "nothing that has waiters";

    private Insides() {}

    /** How many wait, in any list of {@code subject} and of the parts it is made of. */
    static int waiters(Object subject) {
        return waiters(subject, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static int waiters(Object subject, Set<Object> seen) {
        if (!seen.add(subject)) {
            return 0;
        }
        if (subject instanceof WaitList list) {
            list.mutex().lock();
            try {
                return list.size();
            } finally {
                list.mutex().unlock();
            }
        }
        if (subject instanceof Collection<?> many && !isOfJevent(subject.getClass())) {
            int sum = 0;
            for (Object one : many) {
                sum += waiters(one, seen);
            }
            return sum;
        }
        if (!isOfJevent(subject.getClass()) || subject instanceof Hub) {
            return 0;
        }
        int sum = 0;
        for (Class<?> type = subject.getClass(); isOfJevent(type); type = type.getSuperclass()) {
            if (type == RawGreenlet.class) {
                break; // what a greenlet itself waits for is not its part
            }
            for (Field field : type.getDeclaredFields()) {
                sum += waiters(part(subject, field), seen);
            }
        }
        return sum;
    }

    /** A part that can have waiters, or something that has none. */
    private static Object part(Object subject, Field field) {
        if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) {
            return NOTHING;
        }
        try {
            field.setAccessible(true);
            Object value = field.get(subject);
            return value instanceof RawGreenlet || value == null ? NOTHING : value;
        } catch (IllegalAccessException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static boolean isOfJevent(Class<?> type) {
        return type.getName().startsWith("io.jevent.");
    }

    /** How many timers are pending on {@code hub}. */
    static int timers(Hub hub) {
        try {
            Field heap = Hub.class.getDeclaredField("timers");
            heap.setAccessible(true);
            Object timers = heap.get(hub);
            var size = timers.getClass().getDeclaredMethod("size");
            size.setAccessible(true);
            return (int) size.invoke(timers);
        } catch (NoSuchFieldException | NoSuchMethodException | IllegalAccessException e) {
            throw new LinkageError("the insides of the hub have changed", e);
        } catch (InvocationTargetException e) {
            throw new AssertionError(e.getCause());
        }
    }
}
