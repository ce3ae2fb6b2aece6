// SPDX-License-Identifier: Apache-2.0
/**
 * The workloads of jevent, a class for each row.
 *
 * <p>Map of the package, in reading order:
 *
 * <ul>
 *   <li>Greenlets: {@code SwitchWorkload}, {@code QueueWorkload}, {@code SpawnWorkload}, {@code ParkedBytesWorkload}, {@code MillionWorkload} (with
 *       {@code Waiters}), {@code TimersWorkload}, {@code SleepersWorkload}, {@code CrossThreadWorkload}, {@code WakeLatencyWorkload}.
 *   <li>Simulation: {@code SimWorkload}, {@code SimStuckWorkload}.
 *   <li>Patched code: {@code PatchedSocketWorkload}, {@code AgentStartWorkload}, {@code AgentCostWorkload}, {@code RedisWorkload}.
 *   <li>Servers, on {@code Served}: {@code EchoServer}, {@code BulkServer}, {@code ComputeServer}, {@code HttpServer}, {@code WsgiServer},
 *       {@code HttpComputeServer}, {@code WebSocketServer}, {@code BroadcastServer}.
 *   <li>ZeroMQ: {@code ZmqReqRepWorkload} and {@code ZmqReqRepTcpWorkload} on {@code ZmqPairs}, {@code ZmqPushPullWorkload} and
 *       {@code ZmqPushPullTcpWorkload} on {@code ZmqStream}.
 * </ul>
 */
@NullMarked
package io.jevent.bench.workload.ours;

import org.jspecify.annotations.NullMarked;
