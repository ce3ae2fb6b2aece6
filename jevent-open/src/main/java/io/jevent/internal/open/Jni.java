// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.open;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/*
 * A local reference of JNI that is made here lives only until the thread's next native method returns, because the JVM
 * clears the references of a thread's frame then and Java code has none of its own. In the interpreter even an access to
 * memory by Unsafe is such a method, and so is the linking of a call that runs for the first time.
 *
 * Invariant: no native method runs between a function that returns a local reference and the NewGlobalRef for it.
 *
 * Therefore pointers are passed as longs, which need no access to memory; each shape of function has one call site and one
 * handle; and each of these has run before a local reference exists. The functions' documentation:
 * https://docs.oracle.com/en/java/javase/25/docs/specs/jni/functions.html
 */
/**
 * Calls functions of the Java Native Interface; confined to the thread whose environment it was given. References are
 * global and valid until {@link #close}.
 */
@SuppressWarnings("restricted") // depending on this artifact is the consent to native access
final class Jni implements AutoCloseable {

    // indexes in the table JNINativeInterface
    private static final int FIND_CLASS = 6;
    private static final int EXCEPTION_CLEAR = 17;
    private static final int NEW_GLOBAL_REF = 21;
    private static final int DELETE_GLOBAL_REF = 22;
    private static final int DELETE_LOCAL_REF = 23;
    private static final int GET_OBJECT_CLASS = 31;
    private static final int GET_METHOD_ID = 33;
    private static final int CALL_OBJECT_METHOD_A = 36;
    private static final int CALL_VOID_METHOD_A = 63;
    private static final int GET_STATIC_METHOD_ID = 113;
    private static final int CALL_STATIC_OBJECT_METHOD_A = 116;
    private static final int EXCEPTION_CHECK = 228;

    private static final int MAX_REFERENCES = 16;
    private static final long NULL = 0;

    private final Arena arena;
    private final long environment;
    private final MemorySegment[] functions = new MemorySegment[EXCEPTION_CHECK + 1];
    private final long[] references = new long[MAX_REFERENCES];
    private int count;

    private final MethodHandle check;
    private final MethodHandle clear;
    private final MethodHandle pointerOfOne;
    private final MethodHandle pointerOfThree;
    private final MethodHandle nothingOfOne;
    private final MethodHandle nothingOfThree;

    /**
     * Prepares the calls.
     *
     * @param environment the JNI environment of the calling thread
     * @param arena the life of the memory of arguments
     */
    Jni(MemorySegment environment, Arena arena) throws Throwable {
        if (ADDRESS.byteSize() != JAVA_LONG.byteSize()) {
            throw new UnsupportedOperationException("pointers have " + ADDRESS.byteSize() + " bytes here");
        }
        this.arena = arena;
        this.environment = environment.address();
        readFunctions(environment);
        check = handle(FunctionDescriptor.of(JAVA_BYTE, JAVA_LONG));
        clear = handle(FunctionDescriptor.ofVoid(JAVA_LONG));
        pointerOfOne = handle(FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG));
        pointerOfThree = handle(FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
        nothingOfOne = handle(FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_LONG));
        nothingOfThree = handle(FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
        linkCalls();
    }

    /** Runs once each call that may run while a local reference exists or an exception is pending. */
    private void linkCalls() throws Throwable {
        clear();
        boolean pending = clearPending();
        long nothing = global(NULL);
        if (pending || nothing != NULL) {
            throw new UnsupportedOperationException("JNI returned a reference for none");
        }
    }

    private static MethodHandle handle(FunctionDescriptor shape) {
        return Linker.nativeLinker().downcallHandle(shape);
    }

    private void readFunctions(MemorySegment environment) {
        MemorySegment table = environment
                .reinterpret(ADDRESS.byteSize())
                .get(ADDRESS, 0)
                .reinterpret(functions.length * ADDRESS.byteSize());
        Arrays.setAll(functions, index -> table.getAtIndex(ADDRESS, index));
    }

    /** Returns a class of the JDK by its internal name. */
    long findClass(String name) throws Throwable {
        long text = text(name);
        return global(pointer(FIND_CLASS, text), name);
    }

    /** Returns the class of an object. */
    long classOf(long object) throws Throwable {
        return global(pointer(GET_OBJECT_CLASS, object), "GetObjectClass");
    }

    /** Calls a static method without parameters that returns an object. */
    long callStatic(long type, String name, String descriptor) throws Throwable {
        long method = method(GET_STATIC_METHOD_ID, type, name, descriptor);
        return global(pointer(CALL_STATIC_OBJECT_METHOD_A, type, method, NULL), name);
    }

    /** Calls a method without parameters that returns an object. */
    long call(long object, long type, String name, String descriptor) throws Throwable {
        long method = method(GET_METHOD_ID, type, name, descriptor);
        return global(pointer(CALL_OBJECT_METHOD_A, object, method, NULL), name);
    }

    /** Calls a method that returns nothing; access modifiers do not count. */
    void run(long object, long type, String name, String descriptor, long[] arguments) throws Throwable {
        long method = method(GET_METHOD_ID, type, name, descriptor);
        long values = arena.allocateFrom(JAVA_LONG, arguments).address();
        nothingOfThree.invokeExact(functions[CALL_VOID_METHOD_A], environment, object, method, values);
        throwIfPending(name);
    }

    /** Deletes the references. */
    @Override
    public void close() {
        try {
            while (count > 0) {
                nothing(DELETE_GLOBAL_REF, references[--count]);
            }
        } catch (Throwable t) {
            throw new IllegalStateException("JNI did not delete a reference", t);
        }
    }

    private long method(int lookup, long type, String name, String descriptor) throws Throwable {
        long nameText = text(name);
        long descriptorText = text(descriptor);
        long method = pointer(lookup, type, nameText, descriptorText);
        throwIfPending(name);
        return method;
    }

    private long text(String ascii) {
        return arena.allocateFrom(ascii).address();
    }

    private long global(long local, String step) throws Throwable {
        long global = global(local);
        if (global == NULL) {
            throw new UnsupportedOperationException("JNI returned no object for " + step);
        }
        references[count++] = global;
        return global;
    }

    /** Turns a local reference into a global one; null if the function that returned it threw an exception. */
    private long global(long local) throws Throwable {
        long global = clearPending() ? NULL : pointer(NEW_GLOBAL_REF, local);
        nothing(DELETE_LOCAL_REF, local);
        return global;
    }

    private void throwIfPending(String step) throws Throwable {
        if (clearPending()) {
            throw new UnsupportedOperationException("JNI threw an exception at " + step);
        }
    }

    /**
     * Clears the pending exception. The JVM may also throw it by itself, at an instruction of the Java code in between;
     * the caller gets an exception either way.
     */
    private boolean clearPending() throws Throwable {
        if ((byte) check.invokeExact(functions[EXCEPTION_CHECK], environment) == 0) {
            return false;
        }
        clear();
        return true;
    }

    private void clear() throws Throwable {
        clear.invokeExact(functions[EXCEPTION_CLEAR], environment);
    }

    private long pointer(int function, long argument) throws Throwable {
        return (long) pointerOfOne.invokeExact(functions[function], environment, argument);
    }

    private long pointer(int function, long first, long second, long third) throws Throwable {
        return (long) pointerOfThree.invokeExact(functions[function], environment, first, second, third);
    }

    private void nothing(int function, long argument) throws Throwable {
        nothingOfOne.invokeExact(functions[function], environment, argument);
    }
}
