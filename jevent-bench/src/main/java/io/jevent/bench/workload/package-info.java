// SPDX-License-Identifier: Apache-2.0
/** What every workload shares: how a child process warms up and answers with a number for each round. */
@NullMarked
package io.jevent.bench.workload;

import org.jspecify.annotations.NullMarked;
