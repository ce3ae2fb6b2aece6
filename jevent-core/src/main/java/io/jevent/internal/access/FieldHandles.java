// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.access;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Finds the handles by which threads access fields atomically. */
public final class FieldHandles {

    private FieldHandles() {}

    public static VarHandle find(MethodHandles.Lookup lookup, Class<?> owner, String field, Class<?> type) {
        try {
            return lookup.findVarHandle(owner, field, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
