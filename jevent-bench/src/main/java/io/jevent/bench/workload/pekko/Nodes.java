// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.pekko;

import com.typesafe.config.ConfigFactory;
import io.jevent.bench.workload.ClusterLoad;
import io.jevent.bench.workload.Rounds;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/** Nodes of a cluster in this process. */
final class Nodes {

    private static final EntityTypeKey<Note> NOTES = EntityTypeKey.create(Note.class, "notes");

    /** As jevent has it, but for the serializer. */
    private static final String CONFIG = """
            pekko {
              loglevel = ERROR
              stdout-loglevel = ERROR
              loggers = []
              log-dead-letters = off
              actor {
                provider = cluster
                serializers.note = "io.jevent.bench.workload.pekko.NoteSerializer"
                serialization-bindings { "io.jevent.bench.workload.pekko.Note" = note }
              }
              remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
              cluster {
                jmx.multi-mbeans-in-same-jvm = on
                downing-provider-class = "org.apache.pekko.cluster.sbr.SplitBrainResolverProvider"
                sharding {
                  number-of-shards = 100
                  passivation.strategy = none
                  distributed-data.durable.keys = []
                  least-shard-allocation-strategy.rebalance-absolute-limit = 20
                }
              }
            }
            """;

    private final ActorSystem<Void> first;
    private final ClusterSharding sharding;

    private Nodes(int count) throws InterruptedException {
        first = start();
        join(first);
        sharding = ClusterSharding.get(first);
        for (int i = 1; i < count; i++) {
            join(start());
        }
    }

    private static ActorSystem<Void> start() {
        Behavior<Void> guardian = Behaviors.empty();
        ActorSystem<Void> system = ActorSystem.create(
                guardian, "notes", ConfigFactory.parseString(CONFIG).withFallback(ConfigFactory.load()));
        String address = address(system);
        var _ = ClusterSharding.get(system).init(Entity.of(NOTES, _ -> Note.Counting.create(address)));
        return system;
    }

    private void join(ActorSystem<Void> system) throws InterruptedException {
        var up = new CountDownLatch(1);
        org.apache.pekko.cluster.Cluster.get(system.classicSystem()).registerOnMemberUp(up::countDown);
        Cluster.get(system)
                .manager()
                .tell(Join.create(Cluster.get(first).selfMember().address()));
        up.await();
    }

    private static String address(ActorSystem<Void> system) {
        return Cluster.get(system).selfMember().address().toString();
    }

    /** Serves the rounds of a row by a number of nodes, until the end of the process. */
    static void serve(String[] args, int count, Function<Nodes, Rounds.Round> row) throws Exception {
        Rounds.serve(args, row.apply(new Nodes(count)));
        System.exit(0);
    }

    EntityRef<Note> note(String key) {
        return sharding.entityRefFor(NOTES, key);
    }

    /** Actors that are on another node than the first. */
    List<EntityRef<Note>> remote(int count) {
        var found = new ArrayList<EntityRef<Note>>();
        for (int i = 0; found.size() < count; i++) {
            var note = note("remote" + i);
            if (!count(note).toCompletableFuture().join().text().equals(address(first))) {
                found.add(note);
            }
        }
        return found;
    }

    /** Asks an actor where it is, and how many messages it has handled. */
    static CompletionStage<Note> count(EntityRef<Note> note) {
        return note.ask(replyTo -> new Note("", ClusterLoad.COUNT, replyTo), ClusterLoad.LIMIT);
    }
}
