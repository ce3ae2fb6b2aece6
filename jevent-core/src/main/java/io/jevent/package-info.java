// SPDX-License-Identifier: Apache-2.0
/**
 * Greenlets for the JVM: plain blocking code, thousands of greenlets on one thread, one at a time and in a reproducible
 * order.
 *
 * <p>Map of the package, in reading order:
 *
 * <ul>
 *   <li>To run a program: {@link io.jevent.Jevent} runs it and spawns; a {@link io.jevent.Greenlet} is a piece of work,
 *       an {@link io.jevent.Outcome} its value or failure; a {@link io.jevent.Timeout} limits a block.
 *   <li>Several pieces of work: {@link io.jevent.ReadyIterator} yields them as they end; {@link io.jevent.TaskRunner}
 *       is the common part of groups and pools, {@link io.jevent.ResultIterator} its results.
 *   <li>Internal: {@code Outcomes} reads outcomes, {@code Batch} and {@code Stages} wait for several and for futures of
 *       other libraries, {@code Zip} reads several inputs. {@code Slots} limits a runner, {@code MapGreenlet} is its
 *       greenlet, {@code RunnerExecutor} and {@code Submission} show it as an executor. {@code RootGreenlet} is the
 *       program of {@code Jevent.run}.
 * </ul>
 *
 * @gevent {@code import gevent}
 */
@NullMarked
package io.jevent;

import org.jspecify.annotations.NullMarked;
