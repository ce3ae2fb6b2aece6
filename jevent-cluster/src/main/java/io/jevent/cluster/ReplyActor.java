// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.cluster.Parcel.Answer;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.Props;

/** Receives the outcomes of a node's asks. */
final class ReplyActor extends AbstractActor {

    private final Node node;

    private ReplyActor(Node node) {
        this.node = node;
    }

    static Props props(Node node) {
        return Props.create(ReplyActor.class, () -> new ReplyActor(node));
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder().match(Answer.class, node::answered).build();
    }
}
