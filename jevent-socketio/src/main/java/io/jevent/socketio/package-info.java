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
 *   <li>Engine.IO, the lower protocol: {@link io.jevent.socketio.EngineServer EngineServer} finds the
 *       {@link io.jevent.socketio.EngineSession EngineSession} of a request, which
 *       {@link io.jevent.socketio.PollingTransport PollingTransport} and {@link io.jevent.socketio.WebSocketTransport
 *       WebSocketTransport} serve; {@link io.jevent.socketio.EnginePacket EnginePacket},
 *       {@link io.jevent.socketio.EngineListener EngineListener}, {@link io.jevent.socketio.EngineException
 *       EngineException}.
 *   <li>Socket.IO on it: {@link io.jevent.socketio.ClientConnection ClientConnection},
 *       {@link io.jevent.socketio.SocketPacket SocketPacket}, {@link io.jevent.socketio.Attachments Attachments},
 *       {@link io.jevent.socketio.EventQueue EventQueue}, {@link io.jevent.socketio.Rooms Rooms}.
 * </ul>
 */
@NullMarked
package io.jevent.socketio;

import org.jspecify.annotations.NullMarked;
