// SPDX-License-Identifier: Apache-2.0
/**
 * Servers for connections and datagrams, with a greenlet for each.
 *
 * <p>Map of the package, in reading order:
 *
 * <ul>
 *   <li>To run a server: {@link io.jevent.server.StreamServer} with a {@link io.jevent.server.StreamHandler},
 *       {@link io.jevent.server.DatagramServer} with a {@link io.jevent.server.DatagramHandler}. Both are
 *       {@link io.jevent.server.BaseServer}s, which start, stop and report a {@link io.jevent.server.StopResult}.
 *   <li>To configure it: {@link io.jevent.server.ServerOptions}, {@link io.jevent.server.Spawner},
 *       {@link io.jevent.server.SocketWrap}; {@link io.jevent.server.ListenSocket} is a socket that listens already,
 *       {@code InheritedSockets} are those that systemd passes.
 *   <li>To look into a running process: {@link io.jevent.server.BackdoorServer}, with a {@code Console} (and its
 *       {@code LineReader}) for each connection.
 *   <li>To write a server for another protocol: extend {@link io.jevent.server.SocketServer} (connections) or
 *       {@link io.jevent.server.BaseServer}; {@link io.jevent.server.ListenSpec} is the address,
 *       {@link io.jevent.server.Endpoint} accepts the work.
 *   <li>Inside: a {@code ServerGeneration} is one start of a server; it has one {@code HubWorker} for each hub, on a
 *       {@code HubWorkerThread} if the server has several hubs. The worker's {@code AcceptLoop} takes work from its
 *       endpoint ({@code StreamEndpoint}) and starts a {@code HandlerTask} for it. An {@code AcceptQueue} lets one hub
 *       accept for several. {@code PeerFailures} limits the reports of connections that their peers broke, which a
 *       {@code LostConnectionException} carries out of the handler.
 * </ul>
 */
@NullMarked
package io.jevent.server;

import org.jspecify.annotations.NullMarked;
