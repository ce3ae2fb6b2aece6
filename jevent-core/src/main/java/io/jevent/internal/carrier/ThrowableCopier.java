// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.carrier;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies throwables field by field, without a call of their constructors: what a constructor does with its arguments is
 * unknown, and a copy must have the message, the cause and the stack of its original.
 */
public final class ThrowableCopier {

    private static final ClassValue<ThrowableCopier> OF_CLASS = new ClassValue<>() {
        @Override
        protected ThrowableCopier computeValue(Class<?> type) {
            return new ThrowableCopier(type);
        }
    };

    /** Null if this JVM does not let the fields of the class be copied. */
    private final @Nullable Constructor<?> allocation;

    private final List<Field> fields;

    private ThrowableCopier(Class<?> type) {
        Constructor<?> found = null;
        var all = new ArrayList<Field>();
        try {
            for (Class<?> c = type; c != Object.class; c = c.getSuperclass()) {
                JavaLang.openPackageOf(c);
                for (Field field : c.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())) {
                        field.setAccessible(true);
                        all.add(field);
                    }
                }
            }
            found = allocationOf(type);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            // without jdk.unsupported, for instance, nothing is copied
        }
        this.allocation = found;
        this.fields = List.copyOf(all);
    }

    /** Looks up by name the factory that serialization libraries use: javac warns of each use of jdk.unsupported. */
    private static Constructor<?> allocationOf(Class<?> type) throws ReflectiveOperationException {
        Class<?> factory = Class.forName("sun.reflect.ReflectionFactory");
        var made = (Constructor<?>) factory.getMethod("newConstructorForSerialization", Class.class, Constructor.class)
                .invoke(
                        factory.getMethod("getReflectionFactory").invoke(null),
                        type,
                        Object.class.getDeclaredConstructor());
        made.setAccessible(true);
        return made;
    }

    /**
     * Copies a throwable. The copy shares all values of fields but the list of suppressed throwables.
     *
     * @param original the throwable
     * @return the copy, of the same class; {@code original} itself if this JVM does not let it be copied
     */
    public static Throwable copyOf(Throwable original) {
        return OF_CLASS.get(original.getClass()).copy(original);
    }

    private Throwable copy(Throwable original) {
        Constructor<?> allocating = allocation;
        if (allocating == null) {
            return original;
        }
        try {
            var copy = (Throwable) allocating.newInstance();
            for (Field field : fields) {
                Object value = field.get(original);
                field.set(copy, value == original ? copy : ownValue(field, value, original));
            }
            return copy;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return original;
        }
    }

    /** The only list that {@code Throwable} has; its initial one, which is shared by all, is immutable. */
    private static @Nullable Object ownValue(Field field, @Nullable Object value, Throwable original) {
        return field.getDeclaringClass() == Throwable.class && value instanceof ArrayList<?>
                ? new ArrayList<>(List.of(original.getSuppressed()))
                : value;
    }
}
