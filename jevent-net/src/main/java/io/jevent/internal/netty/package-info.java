// SPDX-License-Identifier: Apache-2.0
/**
 * A hub's loop on Netty's {@code ManualIoEventLoop}, which the hub's own thread drives, and the channels on it.
 *
 * <p>Map of the package, in reading order:
 *
 * <ul>
 *   <li>The loop: {@code NettyLoop} with its {@code HubEventLoop} and {@code SharedIoHandler};
 *       {@code NettyLoopProvider}, {@code EpollLoopProvider} and {@code NioLoopProvider} create it for a
 *       {@code Transport}, mostly a {@code NativeTransport}. {@code SteadyEpoll} and {@code NioUnixEnd} correct the
 *       behavior of Netty, {@code NettyVersion} refuses other versions, {@code LeakDetection} switches its detector
 *       off. A {@code Turn} is what the loop does for a greenlet.
 *   <li>Simulations: {@code SimulatedTransport} with {@code SimulatedLoop}, the {@code SimulatedChannel}s
 *       {@code SimulatedStream}, {@code SimulatedListener} and {@code SimulatedDatagrams} with their
 *       {@code SimulatedOptions}, and {@code SimulatedNames}; {@code HeapAllocator} allocates their buffers.
 *   <li>Waiting: {@code WaitPoint} holds the greenlets and the links of one direction of a socket; {@code Failures}
 *       converts exceptions. The {@code Resting} work of a server waits without a greenlet.
 *   <li>Streams: {@code StreamChannel} with {@code StreamInput} (which keeps unread bytes in a {@code ReceiveBuffer})
 *       and {@code StreamOutput} (which sends files as {@code BorrowedRegion}s). {@code Connector} makes connections,
 *       {@code ListenChannel} accepts them (from a {@code BoundSocket} that exists already, by its
 *       {@code NativeDescriptor}), {@code StreamPair} is a connected pair, {@code StalePath} binds to paths.
 *       {@code Pace} and {@code ReadingPace} enforce minimum rates. {@code SocketAccess} converts between public
 *       sockets and their channels.
 *   <li>TLS: {@code TlsLayer} runs the handshake, {@code TlsGate} guards the engine, {@code TlsRecords} detects
 *       renegotiation.
 *   <li>Datagrams: {@code DatagramEndpoint}, {@code EmptyDatagrams}, {@code Multicast}; {@code Options} for all
 *       sockets.
 *   <li>File descriptors of foreign code: {@code ForeignDescriptors}, {@code ForeignDescriptor}.
 *   <li>Names: {@code Resolver}, chosen by {@code ResolverChoice}, is {@code ThreadLookups} or {@code DnsLookups}.
 *       {@code InFlightLookups} shares and limits look-ups. {@code DnsSettings}, {@code NameServers},
 *       {@code ResolvConf} and {@code HostsFile} (with {@code ModificationTime}) hold the configuration,
 *       {@code AnswerCache} the results, {@code DnsOutcomes} and {@code DnsFailures} the reasons for failures;
 *       {@code RecordContent} and {@code ReverseName} encode and decode.
 *   <li>Netty's log: {@code HubLoggerFactory} creates {@code HubLogger}s, which write through {@code HubLog} on a hub's
 *       own thread. {@code ReportLimit} limits what a remote attacker can write to it.
 * </ul>
 */
@NullMarked
package io.jevent.internal.netty;

import org.jspecify.annotations.NullMarked;
