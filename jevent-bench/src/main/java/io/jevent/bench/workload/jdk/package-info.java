// SPDX-License-Identifier: Apache-2.0
/**
 * The same workloads on virtual threads of the JDK.
 *
 * <p>Map of the package, in reading order:
 *
 * <ul>
 *   <li>{@code SwitchWorkload}, {@code QueueWorkload}, {@code SpawnWorkload}, {@code ParkedBytesWorkload}, {@code MillionWorkload} (with
 *       {@code Waiters}), {@code TimersWorkload}, {@code SleepersWorkload}, {@code CrossThreadWorkload}, {@code WakeLatencyWorkload},
 *       {@code RedisWorkload}.
 *   <li>Servers, on {@code Served}: {@code EchoServer}, {@code BulkServer}, {@code ComputeServer}.
 *   <li>{@code InVirtualThread} runs a workload in a virtual thread.
 * </ul>
 */
@NullMarked
package io.jevent.bench.workload.jdk;

import org.jspecify.annotations.NullMarked;
