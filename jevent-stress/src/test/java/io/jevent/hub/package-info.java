// SPDX-License-Identifier: Apache-2.0
/** Stress tests of the hub's inner parts. */
@NullMarked
package io.jevent.hub;

import org.jspecify.annotations.NullMarked;
