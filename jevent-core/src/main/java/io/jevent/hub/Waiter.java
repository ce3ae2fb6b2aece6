// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import org.jspecify.annotations.Nullable;

/**
 * A member of a {@link WaitList}: a greenlet that waits, or a {@link Link}.
 *
 * <p>Invariant: a waiter that stands in a list is woken exactly once, by the one that takes it out of the list under
 * the list's mutex.
 *
 * @audience SPI
 * @since 0.1
 */
public abstract class Waiter {

    /** The list it was appended to last; set by the waiter itself. */
    @Nullable
    WaitList list;

    /** Whether it stands in that list; guarded by the list's mutex. */
    boolean listed;

    @Nullable
    Waiter previous;

    @Nullable
    Waiter next;

    /**
     * While it stands in a list: what it offers to the one that takes it out; afterwards what its wait returns, or a
     * {@link RawGreenlet} throws, written by the one that took it out.
     */
    @Nullable
    Object value;

    Waiter() {}

    /** Ends the wait with {@code value}; called once, by the one that took this waiter out of its list. */
    abstract void wake(@Nullable Object value);
}
