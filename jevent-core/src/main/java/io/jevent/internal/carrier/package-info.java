// SPDX-License-Identifier: Apache-2.0
/**
 * The only code that touches the internals of the JDK.
 *
 * <p>Map of the package, in reading order:
 *
 * <ul>
 *   <li>Virtual threads on a scheduler of our own: {@code VirtualThreads}, which {@code JavaLang} opens the JDK for;
 *       {@code HeldMonitors} readies a thread that holds monitors for them, {@code FirstThread} runs one before others
 *       are compiled.
 *   <li>Platform threads: {@code ServiceThread} is a thread of jevent, {@code ThreadEnd} calls work at the end of any;
 *       {@code CarrierInterrupts} notices interrupts.
 *   <li>Whether a thread may act: {@code JvmThreads} by its kind, {@code JdkScheduler} for virtual threads,
 *       {@code KernelThreads} by the operating system.
 *   <li>For reports and failures: {@code LockOwners} looks into locks and streams, {@code ThrowableCopier} copies
 *       throwables.
 *   <li>Signals of the operating system: {@code OsSignals}, {@code QuitSignal}.
 *   <li>Later JDKs: {@code SchedulerApi} uses an API for schedulers where there is one.
 *   <li>Channels: {@code ChannelDescriptor} reads their descriptors.
 * </ul>
 */
@NullMarked
package io.jevent.internal.carrier;

import org.jspecify.annotations.NullMarked;
