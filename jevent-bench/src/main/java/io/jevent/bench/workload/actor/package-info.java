// SPDX-License-Identifier: Apache-2.0
/** jevent's actors of one hub, without a cluster. */
@NullMarked
package io.jevent.bench.workload.actor;

import org.jspecify.annotations.NullMarked;
