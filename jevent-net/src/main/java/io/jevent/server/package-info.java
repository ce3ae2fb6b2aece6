// SPDX-License-Identifier: Apache-2.0
/**
 * Servers: something that listens, and a greenlet for each connection or datagram that comes.
 *
 * @see io.jevent.server.StreamServer
 */
@NullMarked
package io.jevent.server;

import org.jspecify.annotations.NullMarked;
