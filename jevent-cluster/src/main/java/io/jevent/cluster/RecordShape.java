// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the objects of one record class are read and created. */
final class RecordShape {

    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type);
        }
    };

    private static final MethodType ACCESSOR = MethodType.methodType(Object.class, Object.class);
    private static final MethodType CONSTRUCTOR = MethodType.methodType(Object.class, Object[].class);

    private final Class<?> type;
    private final List<byte[]> encodedNames = new ArrayList<>();
    private final byte[] encodedHead;
    private final Map<String, Integer> places = new HashMap<>();
    private final List<MethodHandle> accessors = new ArrayList<>();
    private final @Nullable Object[] absent;
    private final MethodHandle constructor;

    private RecordShape(Class<?> type) {
        this.type = type;
        RecordComponent[] components = type.getRecordComponents();
        var types = new Class<?>[components.length];
        absent = new @Nullable Object[components.length];
        byte[] name = encoded(type.getName());
        encodedHead = ByteBuffer.allocate(name.length + Integer.BYTES)
                .put(name)
                .putInt(components.length)
                .array();
        var lookup = MethodHandles.lookup();
        try {
            for (int i = 0; i < components.length; i++) {
                encodedNames.add(encoded(components[i].getName()));
                places.put(components[i].getName(), i);
                types[i] = components[i].getType();
                absent[i] = MethodHandles.zero(types[i]).invoke();
                Method accessor = components[i].getAccessor();
                accessor.setAccessible(true);
                accessors.add(lookup.unreflect(accessor).asType(ACCESSOR));
            }
            Constructor<?> canonical = type.getDeclaredConstructor(types);
            canonical.setAccessible(true);
            constructor = lookup.unreflectConstructor(canonical)
                    .asSpreader(Object[].class, types.length)
                    .asType(CONSTRUCTOR);
        } catch (Throwable e) {
            throw new MessageRefusedException("the record " + type.getName()
                    + " cannot be read; its package must be open to io.jevent.cluster: " + e);
        }
    }

    static RecordShape of(Class<?> type) {
        return SHAPES.get(type);
    }

    int size() {
        return absent.length;
    }

    /** The name of the class and the number of components, as {@link Encoder} writes them. */
    byte[] encodedHead() {
        return encodedHead;
    }

    /** The name of a component, as {@link Encoder} writes it. */
    byte[] encodedName(int place) {
        return encodedNames.get(place);
    }

    private static byte[] encoded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    @Nullable
    Object get(Object owner, int place) {
        try {
            return (Object) accessors.get(place).invokeExact(owner);
        } catch (Throwable e) {
            throw new MessageRefusedException("a component of " + type.getName() + " cannot be read: " + e);
        }
    }

    /** The components of an object that is being read; what does not come is null, zero or false. */
    @Nullable
    Object[] blank() {
        return absent.clone();
    }

    /** Sets a component; one that this version of the record does not have is ignored. */
    void put(@Nullable Object[] values, String name, @Nullable Object value) {
        Integer place = places.get(name);
        if (place != null) {
            values[place] = value;
        }
    }

    Object create(@Nullable Object[] values) {
        try {
            return (Object) constructor.invokeExact(values);
        } catch (Throwable e) {
            throw new MessageRefusedException("no " + type.getName() + " can be created from what came: " + e);
        }
    }
}
