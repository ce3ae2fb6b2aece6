// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of programs that use jevent: time that jumps, an order that can be asserted and explored, and no test that
 * passes over a greenlet that is left, stuck, or failed unseen. Needs no test framework;
 * {@link io.jevent.testing.junit.HubTest} brings it to JUnit.
 */
@NullMarked
package io.jevent.testing;

import org.jspecify.annotations.NullMarked;
