// SPDX-License-Identifier: Apache-2.0
/** Stress tests of what other threads may touch. */
@NullMarked
package io.jevent.stress;

import org.jspecify.annotations.NullMarked;
