// SPDX-License-Identifier: Apache-2.0
/** Netty's own scheduler, used from inside its event loop. */
@NullMarked
package io.jevent.bench.workload.netty;

import org.jspecify.annotations.NullMarked;
