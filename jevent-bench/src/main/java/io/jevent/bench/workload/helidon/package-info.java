// SPDX-License-Identifier: Apache-2.0
/** Helidon. */
@NullMarked
package io.jevent.bench.workload.helidon;

import org.jspecify.annotations.NullMarked;
