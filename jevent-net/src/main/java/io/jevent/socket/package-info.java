// SPDX-License-Identifier: Apache-2.0
/**
 * Sockets on the hub's loop: a greenlet that waits for one lets the others run.
 *
 * <p>They need Netty's loop, which a hub gets with its first socket. Time limits of single calls raise
 * {@link java.net.SocketTimeoutException}; a {@link io.jevent.Timeout} around a block raises itself, as everywhere.
 *
 * <p>One thing differs between the loops: on the JDK's selector ({@code netty-nio}) a Unix domain socket can send no
 * more once its peer has ended its output, because Netty closes it then; with epoll each direction ends by itself.
 */
@NullMarked
package io.jevent.socket;

import org.jspecify.annotations.NullMarked;
