// SPDX-License-Identifier: Apache-2.0
/** Vert.x. */
@NullMarked
package io.jevent.bench.workload.vertx;

import org.jspecify.annotations.NullMarked;
