// SPDX-License-Identifier: Apache-2.0
/** Benchmarks, each beside the peers that are installed. */
@NullMarked
package io.jevent.bench;

import org.jspecify.annotations.NullMarked;
