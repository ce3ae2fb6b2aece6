// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

/**
 * Where a simulation may interrupt a thread of the program and let another one run. Each place includes those before
 * it. Memory is that of one processor: a simulation does not reorder the accesses of a thread, as the Java memory model
 * allows.
 *
 * @since 0.1
 */
public enum Preempt {
    /** Where it waits, yields or ends, as on a hub. */
    WAITS,
    /**
     * Also before operations that synchronize threads: monitors, volatile fields, {@code VarHandle}s, and all methods
     * of {@code java.util.concurrent} and of jevent's events, locks, queues and actors. For code that several threads
     * or hubs use.
     */
    SYNC,
    /** Also before each access of a field that is not final, and of an array: finds races of unguarded data. */
    FIELDS
}
