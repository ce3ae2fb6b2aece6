// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.queue.SimpleQueue;
import io.jevent.signal.Signals;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A node in a JVM of its own. Arguments: host, port, seeds (separated by commas) or {@code dns:NAME}, the database or
 * {@code -}, the folder of the {@link Fence}. It reads commands from its standard input, and prints what happens.
 */
public final class NodeProgram {

    /** Longer than a hand-over, so that an ask that comes in between waits for the new owner. */
    private static final Duration ASK = Duration.ofSeconds(10);

    private static final int KEYS = 12;

    /** The presence of the addresses of all nodes. */
    static final String HERE = "nodes";

    private static final List<Greenlet<?>> LOADS = new ArrayList<>();

    private NodeProgram() {}

    /** A message to a ledger. */
    sealed interface Entry {}

    /** Adds an id; the reply is the number of ids. */
    record Add(long id) implements Entry {}

    /** Asks for all ids. */
    record All() implements Entry {}

    /** Asks for the address of the node. */
    record Where() implements Entry {}

    /** A set of ids, stored. */
    private static final class Ledger extends DurableActor<Entry, Object, Add> {
        private final String key;
        private final String address;
        private final Fence fence;
        private TreeSet<Long> ids = new TreeSet<>();

        Ledger(String key, String address, Fence fence) {
            this.fence = fence;
            this.key = key;
            this.address = address;
        }

        @Override
        public void started() {
            fence.enter(key);
            IO.println("own " + key + " " + ids.size());
        }

        @Override
        public void stopped() {
            IO.println("free " + key);
            fence.leave(key);
        }

        @Override
        public Object receive(Entry entry) {
            return switch (entry) {
                case Add add -> {
                    if (!ids.contains(add.id())) {
                        persist(add);
                    }
                    yield ids.size();
                }
                case All _ -> List.copyOf(ids);
                case Where _ -> address;
            };
        }

        @Override
        protected void apply(Add add) {
            ids.add(add.id());
        }

        @Override
        protected Object snapshot() {
            return List.copyOf(ids);
        }

        @Override
        @SuppressWarnings("unchecked")
        protected void restore(Object state) {
            ids = new TreeSet<>((List<Long>) state);
        }

        @Override
        protected int snapshotEvery() {
            return 10;
        }
    }

    /** Starts the node. */
    public static void main(String... arguments) throws Exception {
        Jevent.run(() -> {
            Signals.shutdownOn("TERM");
            serve(arguments);
            return null;
        });
    }

    private static void serve(String... arguments) {
        ClusterOptions options = ClusterOptions.create()
                .at(arguments[0], Integer.parseInt(arguments[1]))
                .stableAfter(Duration.ofSeconds(3))
                .allow(Entry.class);
        if (arguments[2].startsWith("dns:")) {
            options.dns(arguments[2].substring("dns:".length()), Integer.parseInt(arguments[1]));
        } else {
            options.seeds(arguments[2].split(","));
        }
        if (arguments[3].equals("-")) {
            options.storageInMemory();
        } else {
            options.storage(arguments[3], "test", "");
        }
        try (Cluster cluster = Cluster.start(options)) {
            var fence = new Fence(Path.of(arguments[4]));
            Actors<Entry, Object> ledgers = cluster.durable("ledger", key -> new Ledger(key, cluster.address(), fence));
            cluster.presence(HERE).enter(cluster.address());
            IO.println("up " + cluster.address());
            for (String line : input(cluster)) {
                command(cluster, ledgers, line.split(" ", -1));
            }
        }
        IO.println("left");
    }

    private static SimpleQueue<String> input(Cluster cluster) {
        var lines = new SimpleQueue<String>();
        Thread.ofPlatform().daemon().start(() -> {
            try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    lines.put(line);
                }
            } catch (IOException e) {
                IO.println("input " + e);
            }
            lines.shutdown();
        });
        var _ = Jevent.spawn(() -> {
            cluster.awaitEnd();
            IO.println("removed");
            lines.shutdown();
        });
        return lines;
    }

    private static void command(Cluster cluster, Actors<Entry, Object> ledgers, String... words) {
        switch (words[0]) {
            case "load" -> {
                Greenlet<?> loading = Jevent.spawn(() -> load(ledgers, Long.parseLong(words[1])));
                LOADS.add(loading);
            }
            case "rest" -> LOADS.forEach(Greenlet::kill);
            case "here" -> {
                var _ = Jevent.spawn(() -> awaitNodes(cluster, Integer.parseInt(words[1])));
            }
            case "all" -> {
                var _ = Jevent.spawn(() -> tellAll(ledgers));
            }
            case "add" -> {
                var _ = Jevent.spawn(() -> {
                    try {
                        IO.println("added " + ask(ledgers.get(words[1]), new Add(Long.parseLong(words[2]))));
                    } catch (ActorFailedException e) {
                        IO.println("failed " + e.getMessage());
                    }
                });
            }
            default -> IO.println("unknown " + words[0]);
        }
    }

    /** Adds ids from a first one on, for ever; each until it is acknowledged. */
    private static void load(Actors<Entry, Object> ledgers, long first) {
        for (long id = first; ; id++) {
            String key = "k" + id % KEYS;
            for (int tries = 1; ; tries++) {
                try {
                    ledgers.get(key).ask(new Add(id), ASK);
                    IO.println("ack " + key + " " + id + " " + tries);
                    break;
                } catch (Timeout | ActorFailedException e) {
                    IO.println("again " + key + " " + id + " " + e);
                } catch (ClusterClosedException e) {
                    return;
                }
            }
        }
    }

    /** Waits until it sees a number of nodes. */
    private static void awaitNodes(Cluster cluster, int count) {
        try (Subscription<Set<String>> changes = cluster.presence(HERE).changes()) {
            Set<String> nodes = changes.get();
            while (nodes.size() < count) {
                nodes = changes.get();
            }
            IO.println("here " + nodes);
        }
    }

    /** Asks again if the message was on its way to a node that has ended. */
    private static Object ask(ActorRef<Entry, Object> ledger, Entry entry) {
        while (true) {
            try {
                return ledger.ask(entry, ASK);
            } catch (Timeout e) {
                IO.println("again " + ledger.key() + " " + entry + " " + e);
            }
        }
    }

    private static void tellAll(Actors<Entry, Object> ledgers) {
        for (int i = 0; i < KEYS; i++) {
            ActorRef<Entry, Object> ledger = ledgers.get("k" + i);
            IO.println("at k" + i + " " + ask(ledger, new Where()));
            IO.println("ids k" + i + " " + ask(ledger, new All()));
        }
        IO.println("end");
    }
}
