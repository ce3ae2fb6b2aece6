// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.carrier;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/*
 * A platform thread that ends calls Thread.exit(), which goes through the thread-locals that want to know of it
 * (TerminatingThreadLocal.REGISTRY, a collection for each thread). The JDK's own registry is put behind a collection
 * whose iterator does the work first. The thread is still alive then: it can run code, wait, and be a carrier. The main
 * thread of a program ends in the same way, before the JVM waits for the other threads.
 */
/** Calls work on a platform thread that ends, after the thread's own code. */
public final class ThreadEnd {

    private static final String CLASS = "java.lang.JeventThreadEnd";
    private static final String METHOD = "registry";
    private static final String REGISTRY_TYPE = "jdk/internal/misc/TerminatingThreadLocal";
    private static final @Nullable ThreadLocal<Object> REGISTRY = registry();

    private ThreadEnd() {}

    @SuppressWarnings("unchecked") // the registry is a thread-local of the JDK's
    private static @Nullable ThreadLocal<Object> registry() {
        try {
            var lookup = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
            var type = MethodType.methodType(ThreadLocal.class);
            return (ThreadLocal<Object>)
                    lookup.findStatic(accessor(lookup), METHOD, type).invoke();
        } catch (Throwable t) {
            return null; // VirtualThreads.check() tells users of another JDK
        }
    }

    /** Finds the class that reads the registry: one of package java.lang may, other modules may not. */
    private static Class<?> accessor(MethodHandles.Lookup lookup) throws IllegalAccessException, IOException {
        try {
            return Class.forName(CLASS, false, null); // jevent was loaded twice
        } catch (ClassNotFoundException e) {
            return lookup.defineClass(classFile());
        }
    }

    /** {@code class JeventThreadEnd { static ThreadLocal registry() { return TerminatingThreadLocal.REGISTRY; } }}. */
    private static byte[] classFile() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeInt(0xCAFEBABE);
        out.writeInt(65); // the version
        String[] names = {
            CLASS.replace('.', '/'),
            "java/lang/Object",
            REGISTRY_TYPE,
            "REGISTRY",
            "L" + REGISTRY_TYPE + ";",
            METHOD,
            "()Ljava/lang/ThreadLocal;",
            "Code"
        };
        out.writeShort(names.length + 6); // the constants are numbered from 1: first the names
        for (String name : names) {
            out.writeByte(1);
            out.writeUTF(name);
        }
        for (int name = 1; name <= 3; name++) { // 9 to 11: the classes
            out.writeByte(7);
            out.writeShort(name);
        }
        out.writeByte(12); // 12: the field's name and type
        out.writeShort(4);
        out.writeShort(5);
        out.writeByte(9); // 13: the field
        out.writeShort(11);
        out.writeShort(12);
        out.writeShort(Modifier.FINAL | 0x20); // a class, with the superclass and neither interfaces nor fields
        out.writeShort(9);
        out.writeShort(10);
        out.writeInt(0);
        out.writeShort(1); // one method
        out.writeShort(Modifier.STATIC);
        out.writeShort(6);
        out.writeShort(7);
        out.writeShort(1); // with its code: a stack of one, no variables, four bytes
        out.writeShort(8);
        out.writeInt(16);
        out.writeInt(1 << 16);
        out.writeInt(4);
        out.writeByte(178); // getstatic
        out.writeShort(13);
        out.writeByte(176); // areturn
        out.writeInt(0); // no handlers, no attributes
        out.writeShort(0); // no attributes of the class
        return bytes.toByteArray();
    }

    /**
     * Has {@code work} called when the current platform thread ends, however it ends. Does nothing if the thread has
     * such work already.
     *
     * @param work the function to call; it may wait. Its exceptions go to the thread's uncaught exception handler
     */
    @SuppressWarnings("unchecked") // what the JDK keeps there
    public static void call(Runnable work) {
        ThreadLocal<Object> registry = REGISTRY;
        if (registry != null && !(registry.get() instanceof Registry)) {
            registry.set(new Registry((Collection<Object>) registry.get(), work));
        }
    }

    /** The JDK's collection, of which only a thread that ends asks for an iterator. */
    private static final class Registry extends AbstractCollection<Object> {
        private final Collection<Object> jdk;
        private final Runnable work;

        Registry(Collection<Object> jdk, Runnable work) {
            this.jdk = jdk;
            this.work = work;
        }

        @Override
        public boolean add(Object threadLocal) {
            return jdk.add(threadLocal);
        }

        @Override
        public boolean remove(Object threadLocal) {
            return jdk.remove(threadLocal);
        }

        @Override
        public int size() {
            return jdk.size();
        }

        @Override
        public Iterator<Object> iterator() {
            try {
                work.run();
            } catch (Throwable t) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, t);
            }
            return jdk.iterator();
        }
    }
}
