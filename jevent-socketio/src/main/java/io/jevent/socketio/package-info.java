// SPDX-License-Identifier: Apache-2.0
/**
 * A Socket.IO server: protocol 5 on Engine.IO 4, over WebSocket and HTTP long polling.
 *
 * <ul>
 *   <li>The server: {@link io.jevent.socketio.SocketIo}, a handler for the HTTP server, with
 *       {@link io.jevent.socketio.SocketIoOptions}; its {@link io.jevent.socketio.Namespace}s have the handlers.
 *   <li>The clients: {@link io.jevent.socketio.ClientSocket}, with the {@link io.jevent.socketio.Handshake} that opened
 *       it, and {@link io.jevent.socketio.Emitter}, which sends to many.
 *   <li>Handlers: {@link io.jevent.socketio.EventHandler} receives an {@link io.jevent.socketio.IncomingEvent} with its
 *       {@link io.jevent.socketio.Arguments}; {@link io.jevent.socketio.ConnectHandler}, which a
 *       {@link io.jevent.socketio.ConnectRefusedException} refuses; {@link io.jevent.socketio.DisconnectHandler} with
 *       its {@link io.jevent.socketio.DisconnectReason}.
 * </ul>
 */
@NullMarked
package io.jevent.socketio;

import org.jspecify.annotations.NullMarked;
