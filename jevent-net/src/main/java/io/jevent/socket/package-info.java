// SPDX-License-Identifier: Apache-2.0
/**
 * Sockets on the hub's loop: a greenlet that waits for one lets the others run.
 *
 * <p>They need Netty's loop, which a hub has by default when this module is there. Time limits of single calls raise
 * {@link java.net.SocketTimeoutException}; a {@link io.jevent.Timeout} around a block raises itself, as everywhere.
 */
@NullMarked
package io.jevent.socket;

import org.jspecify.annotations.NullMarked;
