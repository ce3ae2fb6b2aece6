// SPDX-License-Identifier: Apache-2.0
/**
 * What every blocking call of the library keeps to when its wait is cut short. {@code BlockingCalls} names the calls; a
 * new one that is not named there fails {@code BlockingCallRegistryTest}.
 */
@NullMarked
package io.jevent.tests.contract;

import org.jspecify.annotations.NullMarked;
