// SPDX-License-Identifier: Apache-2.0
/**
 * Stress tests of what other threads may touch, and what runs them. Those of a package's inner parts are in that
 * package.
 */
@NullMarked
package io.jevent.stress;

import org.jspecify.annotations.NullMarked;
