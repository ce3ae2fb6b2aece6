// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.access;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Finds the handles by which threads access fields atomically. */
public final class FieldHandles {

    private FieldHandles() {}

    /**
     * Finds the handle of a field.
     *
     * @param lookup the lookup of the class that declares the field
     * @param owner that class
     * @param field the name of the field
     * @param type its type
     * @return the handle
     */
    public static VarHandle find(MethodHandles.Lookup lookup, Class<?> owner, String field, Class<?> type) {
        try {
            return lookup.findVarHandle(owner, field, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
