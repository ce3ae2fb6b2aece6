// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The names of those who are there, on all nodes. Each node sees its own at once, those of others after about a second;
 * those of a node that ends are gone when the cluster has removed it.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @since 0.1
 */
public final class Presence {

    private final Consumer<String> adding;
    private final Consumer<String> removing;
    private final Supplier<Set<String>> reading;
    private final Changes<Set<String>> changes;

    /** How often each is here, on this node. */
    private final Map<String, Integer> here = new HashMap<>();

    Presence(
            Consumer<String> adding,
            Consumer<String> removing,
            Supplier<Set<String>> reading,
            Changes<Set<String>> changes) {
        this.adding = adding;
        this.removing = removing;
        this.reading = reading;
        this.changes = changes;
    }

    /**
     * Adds somebody, who may be here more than once, for example with two windows.
     *
     * @param who a name
     * @throws ClusterClosedException if this node has left the cluster
     * @switches never
     */
    public synchronized void enter(String who) {
        if (here.merge(who, 1, Integer::sum) == 1) {
            adding.accept(who);
        }
    }

    /**
     * Removes somebody who has entered on this node; who entered twice is there until the second call.
     *
     * @param who a name
     * @throws ClusterClosedException if this node has left the cluster
     * @switches never
     */
    public synchronized void leave(String who) {
        if (here.containsKey(who) && here.computeIfPresent(who, (_, n) -> n == 1 ? null : n - 1) == null) {
            removing.accept(who);
        }
    }

    /**
     * Returns those who are there, as far as this node knows.
     *
     * @return the names, in alphabetical order
     * @switches never
     */
    public Set<String> members() {
        return reading.get();
    }

    /**
     * Subscribes to the changes. The queue has the names of now, then those after each change; a newer set replaces one
     * that was not taken. Close it in the end.
     *
     * @return a queue of one set
     * @switches never
     */
    public Subscription<Set<String>> changes() {
        return changes.subscribe();
    }

    @Override
    public String toString() {
        return "presence " + members();
    }
}
