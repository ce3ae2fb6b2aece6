// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.chat;

import io.jevent.cluster.ActorOptions;
import io.jevent.cluster.ActorRef;
import io.jevent.cluster.Actors;
import io.jevent.cluster.Cluster;
import io.jevent.cluster.Presence;
import io.jevent.cluster.Topic;
import io.jevent.http.HttpServer;
import io.jevent.pool.Group;
import io.jevent.socket.Addresses;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The rooms of the processes of a cluster: each has an actor somewhere, and each process a copy of its last messages.
 */
final class ClusterRooms implements Sharing {

    private static final String ACTORS = "chat-rooms";

    private final Cluster cluster;
    private final Set<String> hosts;
    private final Map<String, SharedRoom> shared = new LinkedHashMap<>();
    private final Map<String, Room> rooms = new LinkedHashMap<>();
    private final Group greenlets = new Group();
    private final Recall recall;
    private final Presence servers;
    private long lastToken;

    /**
     * Shares rooms; waits until they have what was said before.
     *
     * @param stored whether the cluster has a storage for the messages
     * @param hosts the hosts of its nodes
     */
    ClusterRooms(Cluster cluster, boolean stored, Set<String> hosts, List<String> names) {
        this.cluster = cluster;
        this.hosts = hosts;
        servers = cluster.presence("chat-servers");
        recall = new Recall(
                cluster, name -> Objects.requireNonNull(shared.get(name)).heard());
        Actors<RoomMessage, Heard> actors = stored
                ? cluster.durable(ACTORS, name -> new StoredRoom(topic(name)::publish))
                : cluster.actors(
                        ACTORS,
                        name -> new RecalledRoom(topic(name)::publish, () -> recall.all(name)),
                        ActorOptions.DEFAULT.withIdle(Duration.ZERO));
        var notes = recall.subscribe();
        names.forEach(name -> share(name, actors.get(name)));
        greenlets.spawn(() -> recall.serve(notes)).setName("recall");
        var changes = servers.changes();
        greenlets
                .spawn(() -> changes.forEach(_ -> rooms.values().forEach(Room::tellPeople)))
                .setName("servers");
        shared.values().forEach(SharedRoom::awaitComplete);
    }

    private Topic<Heard> topic(String name) {
        return cluster.topic("chat-" + name);
    }

    private void share(String name, ActorRef<RoomMessage, Heard> actor) {
        Presence presence = cluster.presence("chat-" + name);
        var room = new SharedRoom(name, actor, presence);
        shared.put(name, room);
        rooms.put(name, room.room());
        var topic = topic(name).subscribe();
        var changes = presence.changes();
        greenlets.spawn(() -> room.listen(topic)).setName("messages of " + name);
        greenlets.spawn(() -> room.visitors(changes)).setName("visitors of " + name);
        greenlets.spawn(room::complete).setName("gaps of " + name);
    }

    @Override
    public Map<String, Room> rooms() {
        return rooms;
    }

    @Override
    public void say(String room, String user, String text) throws IOException {
        lastToken = Room.numberAfter(lastToken);
        var say = new RoomMessage.Say(cluster.address() + '/' + lastToken, user, text);
        Objects.requireNonNull(shared.get(room), room).say(say);
    }

    @Override
    public Collection<String> servers() {
        return servers.members();
    }

    @Override
    public Collection<String> hosts() {
        return hosts;
    }

    /** Tells the others where the server is; stops it when this process is no member any more. */
    @Override
    public void serve(HttpServer server) throws IOException {
        servers.enter(reachedAt(server));
        greenlets
                .spawn(() -> {
                    cluster.awaitEnd();
                    server.close();
                })
                .setName("end of the node");
        server.serveForever();
        if (!cluster.isUp()) {
            throw new IOException("the cluster has removed this process: start it again");
        }
    }

    private String reachedAt(HttpServer server) {
        var address = (InetSocketAddress) server.address();
        String own = cluster.address();
        return address.getAddress().isAnyLocalAddress()
                ? own.substring(0, own.lastIndexOf(':') + 1) + address.getPort()
                : Addresses.format(address);
    }

    @Override
    public void close() {
        greenlets.kill();
        cluster.close();
    }
}
