// SPDX-License-Identifier: Apache-2.0
/**
 * WebSockets, RFC 6455: connections on which both ends send messages when they like, with plain blocking calls.
 *
 * @see io.jevent.websocket.WebSocket
 */
@NullMarked
package io.jevent.websocket;

import org.jspecify.annotations.NullMarked;
