// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.pekko;

import io.jevent.bench.workload.ClusterLoad;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;

/**
 * The message of the rows on clusters, and its reply.
 *
 * @param text the content
 * @param number the number of the message, or {@link ClusterLoad#COUNT}
 * @param replyTo takes the reply, or null if the message is told
 */
public record Note(String text, long number, @Nullable ActorRef<Note> replyTo) {

    /** Counts the messages, and sends each back. */
    static final class Counting extends AbstractBehavior<Note> {

        private final String node;
        private long count;

        private Counting(ActorContext<Note> context, String node) {
            super(context);
            this.node = node;
        }

        static Behavior<Note> create(String node) {
            return Behaviors.setup(context -> new Counting(context, node));
        }

        @Override
        public Receive<Note> createReceive() {
            return newReceiveBuilder().onMessage(Note.class, this::receive).build();
        }

        private Behavior<Note> receive(Note note) {
            if (note.number() == ClusterLoad.COUNT) {
                reply(note, new Note(node, count, null));
            } else {
                count++;
                reply(note, new Note(note.text(), note.number(), null));
            }
            return this;
        }

        private static void reply(Note note, Note reply) {
            if (note.replyTo() != null) {
                note.replyTo().tell(reply);
            }
        }
    }
}
