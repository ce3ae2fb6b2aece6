// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The records and enums that may come from another node, by name: an object of another class is never created. */
final class AllowList {

    private final Map<String, Class<?>> classes = new HashMap<>();

    /** Adds a class, the permitted subclasses of a sealed one, and the types of a record's components. */
    void add(Class<?> type) {
        if (type.isArray()) {
            add(type.getComponentType());
            return;
        }
        if (type.isSealed()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                add(permitted);
            }
        }
        if (!(type.isRecord() || type.isEnum()) || classes.putIfAbsent(type.getName(), type) != null) {
            return;
        }
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                addTypes(component.getGenericType());
            }
        }
    }

    private void addTypes(Type type) {
        switch (type) {
            case Class<?> plain -> add(plain);
            case ParameterizedType generic -> {
                addTypes(generic.getRawType());
                for (Type argument : generic.getActualTypeArguments()) {
                    addTypes(argument);
                }
            }
            case WildcardType wildcard -> {
                for (Type bound : wildcard.getUpperBounds()) {
                    addTypes(bound);
                }
            }
            default -> {
                // a type variable names no class
            }
        }
    }

    /** Returns the class of a name, or null if it may not come. */
    @Nullable
    Class<?> find(String name) {
        return classes.get(name);
    }

    /** Whether an object of the class may be sent. */
    boolean contains(Class<?> type) {
        return classes.get(type.getName()) == type;
    }
}
