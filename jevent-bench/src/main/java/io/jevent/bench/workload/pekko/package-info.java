// SPDX-License-Identifier: Apache-2.0
/** The workloads of Pekko's typed cluster sharding by itself. */
@NullMarked
package io.jevent.bench.workload.pekko;

import org.jspecify.annotations.NullMarked;
