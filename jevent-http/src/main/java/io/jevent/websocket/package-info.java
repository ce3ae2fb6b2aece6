// SPDX-License-Identifier: Apache-2.0
/**
 * WebSockets, RFC 6455: connections on which both ends send messages at any time, with plain blocking calls.
 *
 * <p>In reading order:
 *
 * <ol>
 *   <li>the API: {@link io.jevent.websocket.WebSocket WebSocket} with its {@link io.jevent.websocket.WebSocketOptions
 *       WebSocketOptions}, {@link io.jevent.websocket.Message Message} and {@link io.jevent.websocket.CloseStatus
 *       CloseStatus}; {@link io.jevent.websocket.Broadcast Broadcast}, which encodes a {@code SharedFrame} for many,
 *       and {@link io.jevent.websocket.SharedBroadcast SharedBroadcast} for those of several processes;
 *       {@link io.jevent.websocket.HandshakeException HandshakeException} and
 *       {@link io.jevent.websocket.WebSocketClosedException WebSocketClosedException};
 *   <li>the opening handshake: {@code ServerHandshake}, {@code ClientHandshake}, {@code HandshakeHeaders};
 *   <li>a connection: {@code WebSocketConnection}, its {@code CloseHandshake} with the states, and {@code Heartbeat};
 *   <li>in: {@code StrictFrameDecoder}, {@code ReceiveQueue}, {@code Assembler}, {@code ControlFrames} for pings and
 *       pongs, and {@code MessageIterator} for loops;
 *   <li>out: {@code SendQueue}, {@code FrameEncoder};
 *   <li>compression: {@code Deflate} is negotiated from an {@code Extension} with its {@code DeflateTerms};
 *       {@code Deflation} compresses, {@code Inflation} decompresses and keeps a {@code SlidingWindow}.
 * </ol>
 *
 * @see io.jevent.websocket.WebSocket
 */
@NullMarked
package io.jevent.websocket;

import org.jspecify.annotations.NullMarked;
