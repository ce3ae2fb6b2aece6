// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import java.util.function.Consumer;

/** Brings what is published to the subscribers of all nodes. Any thread may call it. */
interface Channels {

    /** Sends a message to all subscribers of a topic. */
    void publish(String topic, Object message);

    /**
     * Calls {@code receiver} with each message of a topic, on any thread; it must not block.
     *
     * @return ends the subscription
     */
    Runnable subscribe(String topic, Consumer<Object> receiver);
}
