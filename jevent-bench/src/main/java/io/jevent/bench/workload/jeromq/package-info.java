// SPDX-License-Identifier: Apache-2.0
/** The workloads of JeroMQ by itself: a platform thread for each socket. */
@NullMarked
package io.jevent.bench.workload.jeromq;

import org.jspecify.annotations.NullMarked;
