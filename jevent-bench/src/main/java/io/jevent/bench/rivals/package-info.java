// SPDX-License-Identifier: Apache-2.0
/** Tools that look for bugs of concurrency, on the same programs: how many schedules and how much time each needs. */
@NullMarked
package io.jevent.bench.rivals;

import org.jspecify.annotations.NullMarked;
