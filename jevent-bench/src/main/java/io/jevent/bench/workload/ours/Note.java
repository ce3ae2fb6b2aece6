// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.bench.workload.ClusterLoad;
import io.jevent.cluster.KeyedActor;

/**
 * The message of the rows on clusters, and its reply.
 *
 * @param text the content
 * @param number the number of the message, or {@link ClusterLoad#COUNT}
 */
record Note(String text, long number) {

    /** Counts the messages, and sends each back. */
    static final class Counting implements KeyedActor<Note, Note> {

        private final String node;
        private long count;

        Counting(String node) {
            this.node = node;
        }

        @Override
        public Note receive(Note note) {
            if (note.number() == ClusterLoad.COUNT) {
                return new Note(node, count);
            }
            count++;
            return note;
        }
    }
}
