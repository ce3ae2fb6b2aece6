// SPDX-License-Identifier: Apache-2.0
/** The microbenchmarks of jevent for JMH, for a profiler or a closer look. The rows do not come from here. */
@NullMarked
package io.jevent.bench.jmh;

import org.jspecify.annotations.NullMarked;
