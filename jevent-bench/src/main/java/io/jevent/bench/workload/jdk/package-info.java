// SPDX-License-Identifier: Apache-2.0
/** The same workloads on the JDK's virtual threads and their default scheduler. */
@NullMarked
package io.jevent.bench.workload.jdk;

import org.jspecify.annotations.NullMarked;
