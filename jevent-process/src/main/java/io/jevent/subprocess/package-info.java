// SPDX-License-Identifier: Apache-2.0
/**
 * Child processes: greenlets start them, use their pipes, wait for them and kill them without blocking the hub.
 *
 * @gevent {@code gevent.subprocess}
 */
@NullMarked
package io.jevent.subprocess;

import org.jspecify.annotations.NullMarked;
