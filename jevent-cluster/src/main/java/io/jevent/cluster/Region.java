// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.cluster.ClusterReport.ActorLoad;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings messages to the actors of one name, wherever they are. Any thread may call it. */
interface Region<M, R extends @Nullable Object> {

    /** Sends a message; its reply is ignored. */
    void tell(String key, M message);

    /**
     * Sends a message whose reply is awaited.
     *
     * @return ends the interest in the reply
     */
    Runnable ask(String key, M message, Reply reply);

    /** The name of the actors. */
    String name();

    /** The number of actors on this node; may be a little old. */
    int size();

    /** The number of actors of each shard, by the address of its node; blocks the greenlet. */
    Map<String, Map<String, Integer>> shards(Duration limit);

    /** The load of the actors of this node. */
    ActorLoad load();
}
