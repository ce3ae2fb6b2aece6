// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.reflect.AccessFlag;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Reads the flags of fields and methods from class files: loading the classes now would be too early. */
final class ClassFiles {

    /** Bounds the chain of superclasses, in case that files do not belong together. */
    private static final int DEEPEST = 20;

    private static final Members UNKNOWN = new Members(Map.of(), Map.of(), null);

    /** Has a map for each loader. */
    private final Map<ClassLoader, Map<String, Members>> known = Collections.synchronizedMap(new WeakHashMap<>());

    /** The members of a class, methods by name and descriptor. */
    private record Members(
            Map<String, Set<AccessFlag>> fields,
            Map<String, Set<AccessFlag>> methods,
            @Nullable String superclass) {}

    /** The flags of a field of a class or of one above it; none if it is not found. */
    Set<AccessFlag> flagsOfField(String owner, String name, @Nullable ClassLoader loader) {
        String type = owner;
        for (int i = 0; i < DEEPEST && type != null; i++) {
            Members members = members(type, loader);
            Set<AccessFlag> flags = members.fields.get(name);
            if (flags != null) {
                return flags;
            }
            type = members.superclass;
        }
        return Set.of();
    }

    /** The flags of a method of a class or of one above it; none if it is not found. */
    Set<AccessFlag> flagsOfMethod(String owner, String nameAndDescriptor, @Nullable ClassLoader loader) {
        String type = owner;
        for (int i = 0; i < DEEPEST && type != null; i++) {
            Members members = members(type, loader);
            Set<AccessFlag> flags = members.methods.get(nameAndDescriptor);
            if (flags != null) {
                return flags;
            }
            type = members.superclass;
        }
        return Set.of();
    }

    private Members members(String type, @Nullable ClassLoader loader) {
        if (loader == null || type.startsWith("java/") || type.startsWith("[")) {
            return UNKNOWN;
        }
        Map<String, Members> ofLoader = known.computeIfAbsent(loader, _ -> new ConcurrentHashMap<>());
        Members found = ofLoader.get(type);
        if (found == null) {
            found = read(type, loader);
            ofLoader.put(type, found);
        }
        return found;
    }

    private static Members read(String type, ClassLoader loader) {
        try (InputStream in = loader.getResourceAsStream(type + ".class")) {
            return in == null ? UNKNOWN : members(ClassFile.of().parse(in.readAllBytes()));
        } catch (IOException | IllegalArgumentException e) {
            return UNKNOWN;
        }
    }

    private static Members members(ClassModel model) {
        Map<String, Set<AccessFlag>> fields = new HashMap<>();
        model.fields()
                .forEach(field -> fields.put(
                        field.fieldName().stringValue(), field.flags().flags()));
        Map<String, Set<AccessFlag>> methods = new HashMap<>();
        model.methods()
                .forEach(method -> methods.put(
                        method.methodName().stringValue() + method.methodType().stringValue(),
                        method.flags().flags()));
        return new Members(
                fields,
                methods,
                model.superclass().map(ClassEntry::asInternalName).orElse(null));
    }
}
