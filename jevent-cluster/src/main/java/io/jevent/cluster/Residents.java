// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The actors of one name that this node owns. A greenlet of their hub reaches them without Pekko's threads. The map is
 * hub-confined.
 */
final class Residents<M, R extends @Nullable Object> {

    private final Node node;
    private final ActorKind<M, R> kind;
    private final Map<String, Occupied<M, R>> all = new HashMap<>();

    Residents(Node node, ActorKind<M, R> kind) {
        this.node = node;
        this.kind = kind;
    }

    Node node() {
        return node;
    }

    ActorKind<M, R> kind() {
        return kind;
    }

    void add(String key, Occupied<M, R> resident) {
        all.put(key, resident);
    }

    void remove(String key, Occupied<M, R> resident) {
        all.remove(key, resident);
    }

    /** Returns the actor of a key if the caller runs on its hub. */
    @Nullable
    Occupied<M, R> find(String key) {
        return node.hub().isCurrent() ? all.get(key) : null;
    }
}
