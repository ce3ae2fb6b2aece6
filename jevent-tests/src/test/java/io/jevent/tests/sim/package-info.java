// SPDX-License-Identifier: Apache-2.0
/** jevent itself under simulation: its primitives, pools, scopes and servers in many schedules. */
@NullMarked
package io.jevent.tests.sim;

import org.jspecify.annotations.NullMarked;
