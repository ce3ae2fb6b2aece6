// SPDX-License-Identifier: Apache-2.0
/** jevent's own workloads, a class for each row. */
@NullMarked
package io.jevent.bench.workload.ours;

import org.jspecify.annotations.NullMarked;
