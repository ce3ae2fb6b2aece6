// SPDX-License-Identifier: Apache-2.0
/**
 * Greenlets for the JVM: plain blocking code, thousands of greenlets on one thread, one at a time and in a reproducible
 * order. Begin with {@link io.jevent.Jevent}.
 *
 * @gevent {@code import gevent}
 */
@NullMarked
package io.jevent;

import org.jspecify.annotations.NullMarked;
