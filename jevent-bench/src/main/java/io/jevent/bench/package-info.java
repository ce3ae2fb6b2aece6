// SPDX-License-Identifier: Apache-2.0
/**
 * The bench: runs the workloads of jevent and of its peers in rounds that alternate, and prints their medians side by
 * side.
 *
 * <p>Map of the package, in reading order:
 *
 * <ul>
 *   <li>The command: {@code Main} reads {@code Options} (or throws a {@code UsageException}), {@code Bench} measures the {@code Rows} that are
 *       asked for.
 *   <li>A measurement: a {@code Row} has a {@code Metric} and a {@code Plan}; a {@code Contest} alternates the rounds, {@code Samples} and
 *       {@code RowResult} keep the numbers.
 *   <li>The peers: {@code Peers} lists each {@code Peer} with its {@code Availability}: {@code JvmPeer}, {@code GoPeer}, {@code GeventPeer}, and variants
 *       of jevent, {@code OneHubPeer}, {@code JavaWayPeer}, {@code Http11Peer}.
 *   <li>Processes: a {@code Worker} is a child that follows the protocol, started by a {@code Launch} of a {@code Jvm}; a {@code Generator}
 *       makes load, {@code Shell} runs programs, {@code Scratch} is the folder for their sources.
 *   <li>Output: {@code Report} for people, {@code Json} for programs, {@code Machine} for the conditions.
 * </ul>
 */
@NullMarked
package io.jevent.bench;

import org.jspecify.annotations.NullMarked;
