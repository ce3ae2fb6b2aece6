// SPDX-License-Identifier: Apache-2.0
/** Seeing inside a program: what its hubs and greenlets do, for the tools that watch a JVM. */
@NullMarked
package io.jevent.monitor;

import org.jspecify.annotations.NullMarked;
