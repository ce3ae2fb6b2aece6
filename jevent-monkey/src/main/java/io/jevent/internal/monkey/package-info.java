// SPDX-License-Identifier: Apache-2.0
/**
 * Applies the patches: an agent changes classes, and their changed methods call hooks here.
 *
 * <p>Map of the package, in reading order:
 *
 * <ul>
 *   <li>The way in: {@code MonkeyAgent} is the entry point of the JVM, {@code AgentOptions} its options,
 *       {@code Attachment} loads it later; {@code Patcher} applies patches, {@code PatchTable} lists the methods,
 *       {@code Report} describes the result.
 *   <li>Methods of the JDK: a {@code JdkMethod} has a hook; {@code JdkTransformer} adds it, {@code JdkPatching}
 *       answers, {@code Original} calls the unchanged method. {@code Jdk} gives access, {@code Boxes} and
 *       {@code Sneaky} help with values and throwables.
 *   <li>Calls in other classes: {@code CallSites} lists them, {@code CallSiteTransformer} replaces them,
 *       {@code ForeignPatching} finds the classes. {@code ConstantPool} scans a class first, {@code Ownership} and
 *       {@code ThreadPackages} decide which are changed, {@code ThreadRewriter} makes threads greenlets,
 *       {@code Retransformer} and {@code Rehearsal} drive the JVM.
 *   <li>The hooks: {@code PatchedClocks}, {@code PatchedSleep}, {@code PatchedThreads}, {@code PatchedSockets},
 *       {@code PatchedChannels}, {@code PatchedFiles}, {@code PinnedParks}; {@code Greenlets} tells whether a hook acts
 *       on the caller.
 *   <li>Simulations: {@code SimulationPatching} with {@code SimulationSites} changes calls, {@code SimulatedMethods},
 *       {@code SimulatedMonitors}, {@code SimulatedChance}, {@code SimulatedNetwork}, {@code SimulatedFiles} and
 *       {@code SimulatedRefusals} are hooks, which ask {@code io.jevent.internal.world}. {@code PreemptionSites} lets
 *       threads be interrupted in classes of a program, whose fields {@code ClassFiles} reads.
 *   <li>Waits: {@code DescriptorWaits} with {@code JdkPoller}, {@code FileWaits} with {@code FileKinds} and
 *       {@code Opening}, {@code InterruptibleWait}.
 *   <li>Names: {@code GreenletResolver}, which {@code GreenletResolverProvider} or {@code ResolverSeat} installs.
 *   <li>Stalls: {@code StallCause} finds the call that blocks a hub.
 * </ul>
 */
@NullMarked
package io.jevent.internal.monkey;

import org.jspecify.annotations.NullMarked;
