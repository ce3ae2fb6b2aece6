// SPDX-License-Identifier: Apache-2.0
/**
 * Actors and topics of programs that run on several machines, or on one hub alone.
 *
 * <p>Apache Pekko does the distributed part; this package has none of its own.
 *
 * <p>Map of the package, in reading order:
 *
 * <ul>
 *   <li>The program's side: a {@link io.jevent.cluster.Cluster}, local or started with
 *       {@link io.jevent.cluster.ClusterOptions}, has {@link io.jevent.cluster.Actors} of a name, with
 *       {@link io.jevent.cluster.ActorOptions}, and an {@link io.jevent.cluster.ActorRef} for each key. The program
 *       writes a {@link io.jevent.cluster.KeyedActor} or a {@link io.jevent.cluster.DurableActor}.
 *   <li>Failures: {@link io.jevent.cluster.ActorFailedException}, {@link io.jevent.cluster.MailboxFullException},
 *       {@link io.jevent.cluster.MessageRefusedException}, {@link io.jevent.cluster.StorageException},
 *       {@link io.jevent.cluster.ClusterClosedException}.
 *   <li>Topics: a {@link io.jevent.cluster.Topic} and its {@link io.jevent.cluster.Subscription}s, brought by
 *       {@code Channels}; a {@code ClusterBackplane} has them for broadcasts.
 *   <li>Sessions of an HTTP server: {@link io.jevent.cluster.ClusterSessions} sends each {@code SessionMessage} to a
 *       {@code SessionBucket} or a {@code DurableSessionBucket}.
 *   <li>Without waiting for other nodes: {@link io.jevent.cluster.Counter} and {@link io.jevent.cluster.Presence}, by
 *       {@code SharedData} and its {@code SharedDataActor}; {@code Changes} tells what changed.
 *   <li>Operation: a {@link io.jevent.cluster.ClusterReport}, and {@link io.jevent.cluster.ClusterMXBean} by
 *       {@code ClusterBean}; {@code Load} and {@code Drops} count.
 *   <li>The actor of a key: a {@code Region} finds the {@code Cell}, which handles {@code Delivery}s of an
 *       {@code ActorKind}, owes each a {@code Reply}, and has a {@code Journal}.
 *   <li>On one hub: {@code LocalCluster}, {@code LocalRegion}, {@code MemoryJournal}.
 *   <li>On Pekko: {@code ClusterStart} makes a {@code PekkoCluster} from {@code PekkoSettings}, {@code Storage} and
 *       {@code NodeEngines}; {@code Node} is what its parts share. A {@code PekkoRegion} sends; {@code Entity} receives
 *       and passes on to {@code Occupied}, which the {@code Residents} find for callers on the same hub;
 *       {@code ReplyActor} and {@code TopicActor} bring what comes back; {@code PekkoJournal} stores, with
 *       {@code EventWriter} and {@code EventReader}; {@code ClusterLog} logs.
 *   <li>Between nodes: {@code ParcelSerializer} writes {@code Parcel}s; {@code Encoder} and {@code Decoder} the
 *       program's objects, by {@code RecordShape}, if the {@code AllowList} has them.
 * </ul>
 */
@NullMarked
package io.jevent.cluster;

import org.jspecify.annotations.NullMarked;
