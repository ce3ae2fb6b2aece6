// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of programs that use jevent: virtual time, an order that can be asserted and explored, and checks for greenlets
 * that are left, stuck, or failed unseen. Needs no test framework; {@link io.jevent.testing.junit.HubTest} brings it to
 * JUnit.
 *
 * <p>Map of the package, in reading order:
 *
 * <ul>
 *   <li>The clock and the hub: {@link io.jevent.testing.VirtualTime} runs a test in virtual time;
 *       {@link io.jevent.testing.TestHub} is the hub of one test, with a {@code Watchdog} in real time.
 *   <li>Order: {@link io.jevent.testing.Trace} records and asserts steps, {@link io.jevent.testing.Sequencer} forces an
 *       order, {@link io.jevent.testing.SeededOrder} explores others; {@link io.jevent.testing.SwitchAssert} tells code
 *       that switches from code that does not.
 *   <li>Choices that vary from run to run: {@link io.jevent.testing.Choices}, which are {@code SeededChoices} with
 *       {@code RecordedChoices} before them.
 *   <li>Checks at the end of a test: {@code Settling}, {@code Leaks}, {@code FailureLog}; {@code LeftOver} finds the
 *       hub of earlier code.
 * </ul>
 */
@NullMarked
package io.jevent.testing;

import org.jspecify.annotations.NullMarked;
