// SPDX-License-Identifier: Apache-2.0
/**
 * The load generator: starts the server of a peer, sends requests to it and measures it; the same for all peers.
 *
 * <p>Map of the package, in reading order:
 *
 * <ul>
 *   <li>The process: {@code Load} is the main class, a {@code Meter} measures a round; a {@code Server} is a {@code ServerProcess}.
 *   <li>Connections: a {@code Client} has one request in flight on a {@code Connection}: {@code Echoes}, {@code HttpGets}, {@code WebSocketEchoes};
 *       an {@code Audience} is many WebSockets.
 *   <li>Rounds: {@code EchoRound}, {@code RoundTripRound}, {@code BulkRound}, {@code TwoHubsRound}, {@code IdleConnectionsRound}, {@code BroadcastRound};
 *       {@code WrkRound} and {@code AbRound} run a {@code Tool}.
 * </ul>
 */
@NullMarked
package io.jevent.bench.load;

import org.jspecify.annotations.NullMarked;
