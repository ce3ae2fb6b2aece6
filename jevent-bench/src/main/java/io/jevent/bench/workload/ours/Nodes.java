// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.Jevent;
import io.jevent.bench.workload.ClusterLoad;
import io.jevent.bench.workload.Rounds;
import io.jevent.cluster.ActorOptions;
import io.jevent.cluster.ActorRef;
import io.jevent.cluster.Actors;
import io.jevent.cluster.Cluster;
import io.jevent.cluster.ClusterOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Nodes of a cluster in this process, each on a thread and a hub of its own; the first on the caller's. */
final class Nodes {

    private static final ActorOptions OPTIONS = ActorOptions.DEFAULT.withIdle(Duration.ofHours(1));

    private final Cluster first;
    private final Actors<Note, Note> notes;

    private Nodes(Cluster first, int count) throws InterruptedException, ExecutionException {
        this.first = first;
        notes = notes(first);
        for (int i = 1; i < count; i++) {
            var up = new CompletableFuture<@Nullable Void>();
            Thread.ofPlatform().daemon().start(() -> Jevent.run(() -> serve(up)));
            up.get();
        }
    }

    private static ClusterOptions options() {
        return ClusterOptions.create().allow(Note.class);
    }

    private static Actors<Note, Note> notes(Cluster node) {
        return node.actors("notes", _ -> new Note.Counting(node.address()), OPTIONS);
    }

    private void serve(CompletableFuture<@Nullable Void> up) {
        try {
            Cluster node = join(first.address());
            up.complete(null);
            node.awaitEnd();
        } catch (RuntimeException e) {
            up.completeExceptionally(e);
        }
    }

    /** Starts a node on the current hub. */
    static Cluster join(String seed) {
        Cluster node = Cluster.start(options().seeds(seed));
        var _ = notes(node);
        return node;
    }

    /** A part of a row that may fail. */
    @FunctionalInterface
    interface Start {

        /** Returns what serves the rounds. */
        Rounds.Round row(Nodes nodes) throws IOException;
    }

    /** Serves the rounds of a row by a number of nodes, until the end of the process. */
    static void serve(String[] args, int count, Start start) throws Exception {
        Jevent.run(() -> {
            var nodes = new Nodes(Cluster.start(options()), count);
            Rounds.serve(args, start.row(nodes));
            System.exit(0); // the nodes need not hand their actors over
            return null;
        });
    }

    /** The actors that count. */
    Actors<Note, Note> notes() {
        return notes;
    }

    /** The address of the first node. */
    String address() {
        return first.address();
    }

    /** An actor of a node. */
    ActorRef<Note, Note> at(String node) {
        for (int i = 0; ; i++) {
            var note = notes.get("at" + i);
            if (ask(note).text().equals(node)) {
                return note;
            }
        }
    }

    /** Actors that are on another node than the first. */
    List<ActorRef<Note, Note>> remote(int count) {
        var found = new ArrayList<ActorRef<Note, Note>>();
        for (int i = 0; found.size() < count; i++) {
            var note = notes.get("remote" + i);
            if (!ask(note).text().equals(first.address())) {
                found.add(note);
            }
        }
        return found;
    }

    /** Asks an actor where it is, and how many messages it has handled. */
    static Note ask(ActorRef<Note, Note> note) {
        return note.ask(new Note("", ClusterLoad.COUNT), ClusterLoad.LIMIT);
    }
}
