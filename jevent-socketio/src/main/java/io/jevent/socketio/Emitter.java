// SPDX-License-Identifier: Apache-2.0
package io.jevent.socketio;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to many sockets of a {@link Namespace}: each event is encoded once, and each socket gets it once.
 *
 * <p><b>Confinement:</b> thread-safe; each method returns another emitter and leaves this one as it is.
 *
 * @gevent {@code emit(..., to=room)} of flask-socketio
 * @since 0.1
 */
public final class Emitter {

    private final Namespace namespace;
    private final Set<String> included;
    private final Set<String> excluded;

    Emitter(Namespace namespace, Set<String> included, Set<String> excluded) {
        this.namespace = namespace;
        this.included = included;
        this.excluded = excluded;
    }

    /**
     * Adds rooms.
     *
     * @param rooms the names of the rooms, or ids of sockets
     * @return an emitter to these rooms, too
     */
    public Emitter to(String... rooms) {
        return new Emitter(namespace, union(included, rooms), excluded);
    }

    /**
     * Leaves out the sockets of some rooms.
     *
     * @param rooms the names of the rooms, or ids of sockets
     * @return an emitter without them
     * @gevent {@code skip_sid}
     */
    public Emitter except(String... rooms) {
        return new Emitter(namespace, included, union(excluded, rooms));
    }

    private static Set<String> union(Set<String> some, String... others) {
        var all = new HashSet<>(some);
        all.addAll(List.of(others));
        return Set.copyOf(all);
    }

    /**
     * Sends an event to the sockets. A client whose queue is full is disconnected, see
     * {@link SocketIoOptions#maxQueued}.
     *
     * @param event the name of the event
     * @param values the arguments, as for {@link ClientSocket#emit}
     * @throws IllegalArgumentException if the name is reserved
     * @switches never
     */
    public void emit(String event, @Nullable Object... values) {
        List<EnginePacket> packets = ClientSocket.event(namespace, -1, event, values);
        sockets().forEach(socket -> socket.offer(packets));
    }

    /**
     * Returns the sockets.
     *
     * @return those that are connected now
     * @switches never
     */
    public List<ClientSocket> sockets() {
        return namespace.rooms().find(included, excluded);
    }
}
