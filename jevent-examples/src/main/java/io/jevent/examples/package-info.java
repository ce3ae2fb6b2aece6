// SPDX-License-Identifier: Apache-2.0
/**
 * Programs to read and to run: {@code ./jevent example} lists them.
 *
 * <p>Map of the package, in reading order:
 *
 * <ul>
 *   <li>First steps: {@code Hello}, {@code Spawning}, {@code Switching}, {@code Determinism}, {@code Tasks},
 *       {@code States}, {@code Subclassing}, {@code OrderlyEnd}.
 *   <li>Time: {@code Deadline}, {@code TooLong}, {@code Patience}, {@code Cron}, {@code Lookup}.
 *   <li>Data structures: {@code Signalling}, {@code ResultOverTime}, {@code ResultAsSignal}, {@code Workers},
 *       {@code BossAndWorkers}, {@code Groups}, {@code SideBySide}, {@code SmallPool}, {@code SocketPool},
 *       {@code Permits}, {@code Locals}, {@code RequestLocal}, {@code HandmadeActor}, {@code PingPong},
 *       {@code LeaderElection}, {@code Lease}, {@code JobQueue}, {@code Connections}, {@code Polling}.
 *   <li>The network: {@code SimpleServer}, {@code Echo}, {@code EchoServer}, {@code TlsEcho}, {@code Https},
 *       {@code PortForwarder}, {@code UdpServer}, {@code Datagrams}, {@code Client}.
 *   <li>The web: {@code Web}, {@code Streaming}, {@code LongPolling}, {@code WsgiHello}; {@code TimeServer} and
 *       {@code Fetch} belong together.
 *   <li>Other code: {@code Patching}, {@code RedisJobs}, {@code Relay}, {@code ZeroMq}.
 * </ul>
 */
@NullMarked
package io.jevent.examples;

import org.jspecify.annotations.NullMarked;
