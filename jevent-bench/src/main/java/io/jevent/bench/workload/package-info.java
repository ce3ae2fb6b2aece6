// SPDX-License-Identifier: Apache-2.0
/** The workloads and their common base: a child process warms up and prints a number for each round. */
@NullMarked
package io.jevent.bench.workload;

import org.jspecify.annotations.NullMarked;
