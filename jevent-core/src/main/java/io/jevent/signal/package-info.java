// SPDX-License-Identifier: Apache-2.0
/**
 * Signals of the operating system, handled in greenlets.
 *
 * @gevent {@code gevent.signal_handler}
 */
@NullMarked
package io.jevent.signal;

import org.jspecify.annotations.NullMarked;
