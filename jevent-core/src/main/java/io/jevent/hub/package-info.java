// SPDX-License-Identifier: Apache-2.0
/**
 * The low level: the hub, its loop, and the one switch point. Programs use {@link io.jevent}; with the types marked SPI
 * new primitives, loops, orders and monitors are written.
 *
 * <p>Map of the package, in reading order:
 *
 * <ul>
 *   <li>API, for programs: {@link io.jevent.hub.Hub} and its handles, {@link io.jevent.hub.Timer} and
 *       {@link io.jevent.hub.Callback}; {@link io.jevent.hub.RawGreenlet}, the cheap greenlet;
 *       {@link io.jevent.hub.Linkable} and {@link io.jevent.hub.Link}, callbacks of events;
 *       {@link io.jevent.hub.ContextSnapshot}, the contexts of a caller; {@link io.jevent.hub.HubErrorHandler};
 *       {@link io.jevent.hub.VirtualTimeLoop}.
 *   <li>SPI, to write a primitive: {@link io.jevent.hub.WaitList} keeps {@link io.jevent.hub.Waiter}s under a
 *       {@link io.jevent.hub.Mutex}; a {@link io.jevent.hub.WaitTarget} describes the wait in reports,
 *       {@link io.jevent.hub.ObjectIds} its objects; {@link io.jevent.hub.CurrentGreenlet} is the caller.
 *       {@link io.jevent.hub.AbstractLinkable} and {@code LinkKeeper} keep links. {@link io.jevent.hub.Durations} and
 *       {@link io.jevent.hub.Deadline} measure limits, {@link io.jevent.hub.Attachments} keeps one object per hub, a
 *       {@link io.jevent.hub.ContextPropagator} carries the context of a library.
 *   <li>SPI, to write a loop, an order or a monitor: {@link io.jevent.hub.Loop} and {@link io.jevent.hub.LoopProvider};
 *       {@link io.jevent.hub.ReadyOrder}; {@link io.jevent.hub.Tracer}, {@link io.jevent.hub.HubObserver} and
 *       {@link io.jevent.hub.Occupant}; {@link io.jevent.hub.DirectCallback} and {@link io.jevent.hub.ForeignCode} for
 *       code that a hub calls.
 *   <li>Internal, a turn of the hub: {@code EventCycle} takes {@code Messages} (an {@code Inbox} of other threads), the
 *       {@code RunQueue} (with {@code ReadyChoice}) and the {@code TimerHeap} (a {@code Repetition} starts a timer
 *       anew); {@code Loops} chooses the loop, at first the {@code ParkingLoop}.
 *   <li>Internal, a switch: {@code Dispatcher} is the scheduler of the virtual threads, {@code SwitchPoint} leaves the
 *       thread; {@code State} is the state of a greenlet, {@code Sleep} and {@code OutsideWait} are targets of waits.
 *       {@code ThreadWaiter} waits for a plain thread, {@code MainGreenlet} is the thread of the hub.
 *       {@code Inheritance} and {@code CapturedContexts} pass contexts on. {@code YieldBudget} yields after many
 *       operations without a switch.
 *   <li>Internal, signals: {@code Delivery} throws into a greenlet, {@code PendingSignals} keeps each
 *       {@code PendingSignal} until the next switch point.
 *   <li>Internal, foreign code: {@code ForeignCalls} has the lanes for callbacks; {@code StandIns} with their threads,
 *       {@code StandIn}, drive a hub during pinned waits; {@code ForeignWork} and {@code ClosedWorld} watch foreign
 *       code in virtual time, {@code MonitorWaiters} wake it in a closed world. {@code Preemption} switches within it.
 *   <li>Internal, life and death: {@code HubTable} finds hubs; {@code HubObservers} are told of them; {@code Start}
 *       starts greenlets, {@code Population} has the living ones, {@code GreenletNumbers} their numbers;
 *       {@code HubJoin} waits for all of them, {@code HubEnd} closes. {@code DeadEnd}, {@code Expectations} and
 *       {@code OutsideThreads} tell whether anything could wake the hub.
 *   <li>Internal, simulated machines: a {@code Realm} is the part of the program that belongs to one, {@code Realms}
 *       tell whose code runs, {@code RealmWork} is a callback of one.
 *   <li>Internal, reports: {@code HubReport}, {@code DeadlockReport} and {@code CarrierReport}, kept short by
 *       {@code StackGrouping}; {@code HubErrors} prints failures; {@code TracedWake} names wakers. {@code HubInternals}
 *       opens the package to {@code io.jevent.internal.access}.
 * </ul>
 *
 * @gevent {@code gevent.hub}
 */
@NullMarked
package io.jevent.hub;

import org.jspecify.annotations.NullMarked;
