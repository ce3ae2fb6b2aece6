// SPDX-License-Identifier: Apache-2.0
/** The cost of operations in garbage, counted in bytes. */
@NullMarked
package io.jevent.tests.cost;

import org.jspecify.annotations.NullMarked;
