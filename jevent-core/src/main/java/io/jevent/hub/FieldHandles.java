// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Finds the handles by which threads access fields atomically. */
final class FieldHandles {

    private FieldHandles() {}

    static VarHandle find(MethodHandles.Lookup lookup, Class<?> owner, String field, Class<?> type) {
        try {
            return lookup.findVarHandle(owner, field, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
