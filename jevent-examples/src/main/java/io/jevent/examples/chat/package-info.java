// SPDX-License-Identifier: Apache-2.0
/**
 * A chat: rooms, a page that works in a browser, long polling and WebSockets, and other processes that share the rooms.
 */
@NullMarked
package io.jevent.examples.chat;

import org.jspecify.annotations.NullMarked;
