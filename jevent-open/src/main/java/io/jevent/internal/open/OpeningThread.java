// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.open;

import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;

/**
 * Opens {@code java.lang} to a module, as a thread that does nothing else: what JNI refers to belongs to a platform
 * thread, and the caller may be a virtual one. Methods of this class hand the objects in question to JNI and receive
 * them from it; JNI looks up no class but {@link Thread} by name, so the class loaders do not matter.
 */
final class OpeningThread extends Thread {

    private static final String PACKAGE = "java.lang";
    private static final Module JAVA_BASE = Object.class.getModule();

    private final JvmLibrary library;
    private final Module module;
    private boolean referencesAreRight;
    private @Nullable String failure;
    private @Nullable Throwable cause;

    OpeningThread(JvmLibrary library, Module module) {
        super(null, null, "jevent-open", 0, false);
        setDaemon(true);
        this.library = library;
        this.module = module;
    }

    @Override
    public void run() {
        try (Arena arena = Arena.ofConfined();
                Jni jni = new Jni(library.environment(arena), arena)) {
            open(jni);
        } catch (IllegalCallerException e) {
            fail(
                    "this JVM denies native access to it, so start the JVM with --enable-native-access=" + nameOfThis(),
                    e);
        } catch (UnsupportedOperationException e) {
            fail(String.valueOf(e.getMessage()), e);
        } catch (Throwable t) {
            fail(t.toString(), t);
        }
        if (failure == null && !JAVA_BASE.isOpen(PACKAGE, module)) {
            fail("implAddOpens had no effect", null);
        }
    }

    private void open(Jni jni) throws Throwable {
        long thread = jni.callStatic(jni.findClass("java/lang/Thread"), "currentThread", "()Ljava/lang/Thread;");
        long threadType = jni.classOf(thread);
        long base = jni.call(thread, threadType, "javaBase", "()Ljava/lang/Module;");
        long baseType = jni.classOf(base);
        long name = jni.call(thread, threadType, "packageName", "()Ljava/lang/String;");
        long target = jni.call(thread, threadType, "target", "()Ljava/lang/Module;");
        jni.run(
                thread,
                threadType,
                "compare",
                "(Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;)V",
                new long[] {base, baseType, name, target});
        if (!referencesAreRight) {
            throw new UnsupportedOperationException("JNI returned other objects than it was given");
        }
        jni.run(base, baseType, "implAddOpens", "(Ljava/lang/String;Ljava/lang/Module;)V", new long[] {name, target});
    }

    /** Called through JNI. */
    Module javaBase() {
        return JAVA_BASE;
    }

    /** Called through JNI. */
    String packageName() {
        return PACKAGE;
    }

    /** Called through JNI. */
    Module target() {
        return module;
    }

    /** Called through JNI, with the references that the last call will use. */
    void compare(Object base, Object baseType, Object name, Object target) {
        referencesAreRight = areRight(base, baseType, name, target);
    }

    @SuppressWarnings("ReferenceEquality") // the very objects
    boolean areRight(Object base, Object baseType, Object name, Object target) {
        return base == JAVA_BASE && baseType == Module.class && name == PACKAGE && target == module;
    }

    private void fail(String message, @Nullable Throwable t) {
        failure = message;
        cause = t;
    }

    private static String nameOfThis() {
        Module own = OpeningThread.class.getModule();
        return own.isNamed() ? own.getName() : "ALL-UNNAMED";
    }

    /**
     * Throws if the thread, which has ended, did not open the package.
     *
     * @throws UnsupportedOperationException the reason
     */
    void throwIfFailed() {
        if (failure != null) {
            throw new UnsupportedOperationException(failure, cause);
        }
    }
}
