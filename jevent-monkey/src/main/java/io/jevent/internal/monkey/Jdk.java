// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_void;

import io.jevent.hub.Hub;
import java.io.File;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.net.URISyntaxException;
import java.security.CodeSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** The way into the JDK that an agent has: the hooks are defined there, and private methods are called. */
final class Jdk {

    /** Where the hooks live, in the way of class files. */
    static final String HOOKS = "java/lang/JeventHooks";

    static final String THREAD = "java/lang/JeventThread";

    private static final String PATTERNS = "io/jevent/internal/hooks/";
    private static final Map<String, String> NAMES =
            Map.of(PATTERNS + "HookedThread", THREAD, PATTERNS + "Hooks", HOOKS);

    private final Lookup own = MethodHandles.lookup();
    private final Class<?> hooks;
    private final VarHandle descriptorNumber;
    private final Map<String, VarHandle> fields = new HashMap<>();

    /** Opens what is needed and defines the hooks. */
    Jdk(Instrumentation instrumentation) throws ReflectiveOperationException, IOException {
        Module base = Object.class.getModule();
        Set<Module> us = Set.of(Jdk.class.getModule());
        var all = new HashSet<>(us);
        all.add(Hub.class.getModule());
        instrumentation.redefineModule(base, Set.of(), Map.of(), openings(us, all), Set.of(), Map.of());
        Hub.ifCurrent(); // sets the kind of the JDK's pollers before the JDK creates them
        Lookup lang = in(Thread.class);
        hooks = lang.defineClass(pattern("Hooks"));
        lang.defineClass(withContainers(pattern("HookedThread")));
        descriptorNumber = in(FileDescriptor.class).findVarHandle(FileDescriptor.class, "fd", int.class);
    }

    /** The packages that hold what is patched; the hubs need the first one too. */
    private static Map<String, Set<Module>> openings(Set<Module> us, Set<Module> all) {
        Map<String, Set<Module>> openings = new HashMap<>();
        for (String name : List.of(
                "java.io",
                "java.net",
                "java.nio.file",
                "java.time",
                "java.util",
                "java.util.concurrent",
                "sun.nio.ch",
                "sun.nio.fs")) {
            openings.put(name, us);
        }
        openings.put("java.lang", all);
        return openings;
    }

    private static byte[] pattern(String name) throws IOException {
        String path = PATTERNS + name + ".class";
        byte[] found = fromOwnJar(path);
        if (found == null) {
            try (InputStream in = Jdk.class.getResourceAsStream("/" + path)) {
                if (in == null) {
                    throw new IOException("jevent-monkey is incomplete: it lacks " + path);
                }
                found = in.readAllBytes();
            }
        }
        return ConstantPool.renamed(found, NAMES);
    }

    /** A class loader opens each jar of the class path until it comes to this one; an AOT cache has it open none. */
    private static byte @Nullable [] fromOwnJar(String path) {
        CodeSource source = Jdk.class.getProtectionDomain().getCodeSource();
        if (source == null || !source.getLocation().getPath().endsWith(".jar")) {
            return null;
        }
        try (var jar = new ZipFile(new File(source.getLocation().toURI()))) {
            ZipEntry entry = jar.getEntry(path);
            return entry == null ? null : jar.getInputStream(entry).readAllBytes();
        } catch (IOException | URISyntaxException | IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * Adds the method by which executors start threads, which only a class in {@code java.lang} can override:
     *
     * <pre>{@code
     * void start(ThreadContainer container) {
     *     if (!starts(this)) {
     *         super.start(container);
     *     }
     * }
     * }</pre>
     */
    private static byte[] withContainers(byte[] hookedThread) {
        ClassDesc thread = ClassDesc.of("java.lang.Thread");
        MethodTypeDesc start = MethodTypeDesc.of(CD_void, ClassDesc.of("jdk.internal.vm.ThreadContainer"));
        ClassFile tool = ClassFile.of();
        return tool.transformClass(
                tool.parse(hookedThread),
                ClassTransform.endHandler(type -> type.withMethodBody("start", start, 0, code -> {
                    Label done = code.newLabel();
                    code.aload(0)
                            .invokestatic(
                                    ClassDesc.ofInternalName(THREAD), "starts", MethodTypeDesc.of(CD_boolean, thread))
                            .ifne(done)
                            .aload(0)
                            .aload(1)
                            .invokespecial(thread, "start", start)
                            .labelBinding(done)
                            .return_();
                })));
    }

    /** A lookup with all rights in a class of the JDK's whose package is open. */
    Lookup in(Class<?> type) throws IllegalAccessException {
        return MethodHandles.privateLookupIn(type, own);
    }

    /** Puts something into a field of the hooks. */
    synchronized void hook(String field, Class<?> type, @Nullable Object value) {
        VarHandle handle = fields.computeIfAbsent(field, _ -> {
            try {
                return own.findStaticVarHandle(hooks, field, type);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("the hooks lack " + field, e);
            }
        });
        handle.setVolatile(value);
    }

    /** The number of a descriptor; -1 if it is closed. */
    int numberOf(FileDescriptor descriptor) {
        return (int) descriptorNumber.get(descriptor);
    }

    /** A descriptor of that number, which closes nothing. */
    FileDescriptor descriptor(int number) {
        var descriptor = new FileDescriptor();
        descriptorNumber.set(descriptor, number);
        return descriptor;
    }

    /** A method of the JDK's, private or not, for calls with an array of arguments, the receiver first. */
    MethodHandle method(Class<?> type, String name, MethodType descriptor, boolean isStatic)
            throws ReflectiveOperationException {
        Lookup lookup = in(type);
        return isStatic ? lookup.findStatic(type, name, descriptor) : lookup.findVirtual(type, name, descriptor);
    }
}
