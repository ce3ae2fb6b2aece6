// SPDX-License-Identifier: Apache-2.0
/**
 * The workloads and their common base: a child process warms up and prints a number for each round.
 *
 * <p>Map of the package, in reading order:
 *
 * <ul>
 *   <li>Protocols: {@code Rounds} for a child that measures itself, {@code Serving} for a server with a load generator, {@code Starts}
 *       for programs that start and end.
 *   <li>Work: {@code Pings}, {@code SocketEcho}, {@code RedisCommands}, {@code ZmqLoad}, {@code Bulk}, {@code Computing}, {@code Hello}, {@code Lengths}.
 *   <li>Measures: {@code Heap}, {@code ProcessorTime}, {@code WakeOrder}.
 * </ul>
 */
@NullMarked
package io.jevent.bench.workload;

import org.jspecify.annotations.NullMarked;
