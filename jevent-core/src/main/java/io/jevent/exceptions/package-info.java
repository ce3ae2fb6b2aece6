// SPDX-License-Identifier: Apache-2.0
/**
 * The exceptions of jevent.
 *
 * <p>Map of the package, in reading order:
 *
 * <ul>
 *   <li>Signals, which end a wait from outside: {@link io.jevent.exceptions.GreenletSignal}, of which
 *       {@link io.jevent.exceptions.GreenletExit} is a kill; {@link io.jevent.Timeout} is the other.
 *   <li>Dead ends and mistakes: {@link io.jevent.exceptions.JeventException} is their superclass.
 *       {@link io.jevent.exceptions.LoopExit}: nothing could wake the program.
 *       {@link io.jevent.exceptions.HubClosedException}: the hub is closed.
 *       {@link io.jevent.exceptions.NotSimulatedException}: a closed world met something real.
 *   <li>Mistakes of the caller: {@link io.jevent.exceptions.BlockingSwitchOutException},
 *       {@link io.jevent.exceptions.ConcurrentObjectUseException},
 *       {@link io.jevent.exceptions.InvalidThreadUseException}, {@link io.jevent.exceptions.PinnedException}.
 *   <li>Failures of a peer, which are printed as one line: {@link io.jevent.exceptions.PeerFailureException}.
 * </ul>
 */
@NullMarked
package io.jevent.exceptions;

import org.jspecify.annotations.NullMarked;
