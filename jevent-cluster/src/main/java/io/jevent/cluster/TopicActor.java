// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.cluster.Parcel.Published;
import java.util.function.Consumer;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.Props;

/** Receives the messages of one topic for one subscription. */
final class TopicActor extends AbstractActor {

    private final Node node;
    private final Consumer<Object> receiver;

    private TopicActor(Node node, Consumer<Object> receiver) {
        this.node = node;
        this.receiver = receiver;
    }

    static Props props(Node node, Consumer<Object> receiver) {
        return Props.create(TopicActor.class, () -> new TopicActor(node, receiver));
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder().match(Published.class, this::published).build();
    }

    private void published(Published message) {
        try {
            Object content = node.unpack(message.content());
            if (content != null) {
                receiver.accept(content);
            }
        } catch (MessageRefusedException e) {
            node.drops().add("topic " + message.topic(), String.valueOf(e.getMessage()));
        }
    }
}
