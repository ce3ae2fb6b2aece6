// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.rethrow;

import io.jevent.internal.carrier.ThrowableCopier;
import io.jevent.internal.weak.WeakIdentityMap;

/*
 * An instance that is thrown twice in one greenlet, by the body of a try-with-resources and by its close(), ends as
 * "Self-suppression not permitted"; one that is thrown to several greenlets collects the exceptions that each of them
 * suppresses. ForkJoinTask makes a new instance for a similar reason, with the original as the cause; a copy here is
 * like its original.
 */
/** Copies throwables, so that a stored one is never thrown itself and no instance is thrown twice. */
public final class Fresh {

    /** The throwables that were stored, delivered or copied; copies of one another have the same value. */
    private static final WeakIdentityMap<Throwable, Object> ORIGINS = new WeakIdentityMap<>();

    private Fresh() {}

    /**
     * Notes that {@code failure} is stored as the outcome of something: it is not delivered itself from now on.
     *
     * @param failure the failure
     */
    public static void stored(Throwable failure) {
        var _ = ORIGINS.putIfAbsent(failure, new Object());
    }

    /**
     * Returns an instance to throw into a greenlet.
     *
     * @param cause the throwable to deliver
     * @return {@code cause} itself, unless it is stored or was returned by this method before; a copy then
     */
    public static Throwable toThrow(Throwable cause) {
        return ORIGINS.putIfAbsent(cause, new Object()) == null ? cause : copyOf(cause);
    }

    /**
     * Returns a copy for one reader of a stored failure.
     *
     * @param stored the failure
     * @return the copy, of the same class, with the same message, cause, stack, suppressed throwables and fields;
     *     {@code stored} itself if this JVM does not let its fields be copied
     */
    public static Throwable copyOf(Throwable stored) {
        Throwable copy = ThrowableCopier.copyOf(stored);
        if (copy != stored) {
            var fresh = new Object();
            Object origin = ORIGINS.putIfAbsent(stored, fresh);
            ORIGINS.put(copy, origin == null ? fresh : origin);
        }
        return copy;
    }

    /**
     * Whether two throwables are the same one or copies of one another.
     *
     * @param one a throwable
     * @param other another one
     * @return true if they tell of one failure
     */
    public static boolean areSame(Throwable one, Throwable other) {
        if (one == other) {
            return true;
        }
        Object origin = ORIGINS.get(one);
        return origin != null && origin == ORIGINS.get(other);
    }
}
