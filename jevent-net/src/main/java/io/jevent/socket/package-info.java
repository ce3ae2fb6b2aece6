// SPDX-License-Identifier: Apache-2.0
/**
 * Sockets on the hub's loop. A call that has to wait blocks only the calling greenlet.
 *
 * <p>Sockets need Netty's loop, which a hub gets with its first socket. The time limit of a single call raises
 * {@link java.net.SocketTimeoutException}; a {@link io.jevent.Timeout} around a block raises itself, as everywhere.
 *
 * <p>One thing differs between the loops: on the JDK's selector ({@code netty-nio}) a Unix domain socket can send no
 * more once its peer has ended its output, because Netty closes it then; with epoll each direction ends by itself.
 *
 * <p>Map of the package, in reading order:
 *
 * <ul>
 *   <li>Streams: {@link io.jevent.socket.StreamSocket} and {@link io.jevent.socket.StreamListener}, over TCP or Unix
 *       domain sockets. {@code SocketInput}, {@code SocketOutput} and {@code SocketView} show a socket as types of the
 *       JDK.
 *   <li>Datagrams: {@link io.jevent.socket.UdpSocket} and {@link io.jevent.socket.UnixDatagramSocket}, with the common
 *       base {@code DatagramBase}. {@code BaseSocket} holds the time limit of all sockets.
 *   <li>{@link io.jevent.socket.Addresses} parses addresses.
 *   <li>{@link io.jevent.socket.Descriptors} waits for file descriptors of foreign code.
 * </ul>
 */
@NullMarked
package io.jevent.socket;

import org.jspecify.annotations.NullMarked;
