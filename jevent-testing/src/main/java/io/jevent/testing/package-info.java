// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of programs that use jevent: virtual time, an order that can be asserted and explored, and checks for greenlets
 * that are left, stuck, or failed unseen. Needs no test framework; {@link io.jevent.testing.junit.HubTest} brings it to
 * JUnit.
 */
@NullMarked
package io.jevent.testing;

import org.jspecify.annotations.NullMarked;
