// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.rethrow;

import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/*
 * A throwable that is thrown twice in one greenlet, by the body of a try-with-resources and by its close(), ends as
 * "Self-suppression not permitted"; one that is thrown to many collects what each of them suppresses in it. So what was
 * thrown before is thrown as a copy. A copy is made as deserialization makes objects: the constructors of the class do
 * not run, that of Throwable does, and the fields between are copied.
 */
/** Copies throwables, so that one instance is thrown once. */
public final class Fresh {

    private static final int REMEMBERED = 4096;

    /** What was thrown, by its hash; a newer one may take the place of an older one. */
    private static final AtomicReferenceArray<@Nullable WeakReference<Throwable>> THROWN =
            new AtomicReferenceArray<>(REMEMBERED);

    private static final ClassValue<Copier> COPIERS = new ClassValue<>() {
        @Override
        protected Copier computeValue(Class<?> type) {
            return Copier.of(type);
        }
    };

    private Fresh() {}

    /**
     * Returns what to throw for {@code original}: itself the first time, a copy afterwards.
     *
     * @param original what is to be thrown, perhaps again
     * @return an instance that was not thrown before, if its class can be copied
     */
    public static Throwable toThrow(Throwable original) {
        int slot = System.identityHashCode(original) & (REMEMBERED - 1);
        WeakReference<Throwable> thrown = THROWN.get(slot);
        if (thrown != null && thrown.refersTo(original)) {
            return copyOf(original);
        }
        THROWN.set(slot, new WeakReference<>(original));
        return original;
    }

    /**
     * Returns a copy: of the same class, with the same message, cause, stack, suppressed throwables and fields.
     *
     * @param original what to copy
     * @return the copy; {@code original} itself if its class does not let its fields be read
     */
    public static Throwable copyOf(Throwable original) {
        return COPIERS.get(original.getClass()).copy(original);
    }

    /** Copies the throwables of one class. */
    private record Copier(@Nullable Constructor<?> constructor, List<Field> fields) {

        static Copier of(Class<?> type) {
            try {
                var fields = new ArrayList<Field>();
                for (Class<?> c = type; c != Throwable.class; c = c.getSuperclass()) {
                    for (Field field : c.getDeclaredFields()) {
                        if (!Modifier.isStatic(field.getModifiers())) {
                            field.setAccessible(true);
                            fields.add(field);
                        }
                    }
                }
                Constructor<?> ofThrowable = Throwable.class.getDeclaredConstructor(
                        String.class, Throwable.class, boolean.class, boolean.class);
                return new Copier(withoutConstructors(type, ofThrowable), fields);
            } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
                return new Copier(null, List.of());
            }
        }

        /** By the factory of {@code jdk.unsupported}, which serialization libraries use; javac warns of its name. */
        private static Constructor<?> withoutConstructors(Class<?> type, Constructor<?> ofThrowable)
                throws ReflectiveOperationException {
            Class<?> factory = Class.forName("sun.reflect.ReflectionFactory");
            Object made = factory.getMethod("newConstructorForSerialization", Class.class, Constructor.class)
                    .invoke(factory.getMethod("getReflectionFactory").invoke(null), type, ofThrowable);
            if (made instanceof Constructor<?> constructor) {
                return constructor;
            }
            throw new NoSuchMethodException("no constructor for " + type);
        }

        Throwable copy(Throwable original) {
            if (constructor == null) {
                return original;
            }
            try {
                var copy = (Throwable) constructor.newInstance(original.getMessage(), original.getCause(), true, true);
                for (Field field : fields) {
                    field.set(copy, field.get(original));
                }
                copy.setStackTrace(original.getStackTrace());
                for (Throwable suppressed : original.getSuppressed()) {
                    copy.addSuppressed(suppressed);
                }
                return copy;
            } catch (ReflectiveOperationException | RuntimeException e) {
                return original;
            }
        }
    }
}
