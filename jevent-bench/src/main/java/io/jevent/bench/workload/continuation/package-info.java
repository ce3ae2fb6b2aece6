// SPDX-License-Identifier: Apache-2.0
/** The same workloads on the bare continuation of the JDK: the floor that nothing on it can beat. */
@NullMarked
package io.jevent.bench.workload.continuation;

import org.jspecify.annotations.NullMarked;
