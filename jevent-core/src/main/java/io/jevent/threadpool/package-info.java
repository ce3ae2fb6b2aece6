// SPDX-License-Identifier: Apache-2.0
/**
 * Platform threads for work that would hold the hub.
 *
 * @gevent {@code gevent.threadpool}
 */
@NullMarked
package io.jevent.threadpool;

import org.jspecify.annotations.NullMarked;
