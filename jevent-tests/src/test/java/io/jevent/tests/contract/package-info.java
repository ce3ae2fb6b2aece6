// SPDX-License-Identifier: Apache-2.0
/**
 * The contract of every blocking call of the library under kills, timeouts and limits. {@code BlockingCalls} names the
 * calls; a new one that is not named there fails {@code BlockingCallRegistryTest}.
 */
@NullMarked
package io.jevent.tests.contract;

import org.jspecify.annotations.NullMarked;
