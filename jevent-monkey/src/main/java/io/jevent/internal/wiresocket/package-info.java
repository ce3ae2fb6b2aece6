// SPDX-License-Identifier: Apache-2.0
/**
 * The sockets, channels and selectors of the JDK over the network of a simulation.
 *
 * <p>Map of the package, in reading order:
 *
 * <ul>
 *   <li>The way in: {@code WireSockets} makes all of them; {@code WireSelectorProvider} does so for channels.
 *   <li>Ends of connections: {@code StreamEnd} and {@code DatagramEnd}, whose waiters a {@code Change} wakes.
 *   <li>Sockets: {@code WireSocketImpl} and {@code WireDatagramImpl}.
 *   <li>Channels: {@code WireSocketChannel} with its {@code ChannelSocket}, {@code WireServerSocketChannel},
 *       {@code WireDatagramChannel}, {@code WirePipe}; {@code OptionValues} remembers their options.
 *   <li>Selection: {@code WireSelector}, which the {@code Watchers} of a channel tell of changes.
 * </ul>
 */
@NullMarked
package io.jevent.internal.wiresocket;

import org.jspecify.annotations.NullMarked;
