// SPDX-License-Identifier: Apache-2.0
/**
 * Child JVMs that run a class of this program, and messages to and from them.
 *
 * @gevent {@code gipc}
 */
@NullMarked
package io.jevent.ipc;

import org.jspecify.annotations.NullMarked;
