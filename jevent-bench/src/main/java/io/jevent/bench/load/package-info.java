// SPDX-License-Identifier: Apache-2.0
/** The load generator: starts the server of a peer, asks it and measures it; the same for all of them. */
@NullMarked
package io.jevent.bench.load;

import org.jspecify.annotations.NullMarked;
