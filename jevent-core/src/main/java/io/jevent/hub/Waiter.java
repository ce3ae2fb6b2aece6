// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import org.jspecify.annotations.Nullable;

/**
 * Something that can stand in a {@link WaitList}: a greenlet that waits, or a link.
 *
 * <p>Standing in the list <i>is</i> the right to be woken: who takes a waiter out of its list, under the list's mutex,
 * is the one that wakes it. So a wait ends exactly once, whoever comes first.
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
     * While it stands in a list: what it offers to whoever takes it out; afterwards what its wait returns, or a
     * {@link RawGreenlet} throws, written by whoever took it out.
     */
    @Nullable
    Object value;

    Waiter() {}

    /** Ends the wait with {@code value}; called once, by whoever took this waiter out of its list. */
    abstract void wake(@Nullable Object value);
}
