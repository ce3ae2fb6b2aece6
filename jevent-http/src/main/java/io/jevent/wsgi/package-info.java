// SPDX-License-Identifier: Apache-2.0
/**
 * The interface of PEP 3333, Python's WSGI, in Java: {@code environ}, {@code startResponse}, an iterable of chunks.
 *
 * <p>Map of the package, in reading order:
 *
 * <ul>
 *   <li>An application: {@link io.jevent.wsgi.WsgiApplication} gets an {@link io.jevent.wsgi.Environ} and a
 *       {@link io.jevent.wsgi.StartResponse}; a {@link io.jevent.wsgi.BodyIterable} is a body of chunks.
 *   <li>To serve it: {@link io.jevent.wsgi.WsgiServer}, or a {@link io.jevent.wsgi.WsgiHandler} among other handlers;
 *       {@link io.jevent.wsgi.WebSocketHandler} for applications with WebSockets.
 *   <li>To check it: {@link io.jevent.wsgi.WsgiValidator}.
 *   <li>Inside: {@code Environs} creates environs, {@code Starter} begins responses, {@code ErrorLines} is the stream
 *       {@code wsgi.errors}.
 * </ul>
 *
 * @see io.jevent.wsgi.WsgiServer
 */
@NullMarked
package io.jevent.wsgi;

import org.jspecify.annotations.NullMarked;
