// SPDX-License-Identifier: Apache-2.0
/**
 * Programs with one bug of concurrency each, in threads and nothing but the JDK, for comparing tools that find them.
 */
@NullMarked
package io.jevent.bench.races;

import org.jspecify.annotations.NullMarked;
