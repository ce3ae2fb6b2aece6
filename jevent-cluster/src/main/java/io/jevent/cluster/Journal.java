// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The stored events of one durable actor. Its methods block the calling greenlet. */
interface Journal {

    /** Of an actor that stores nothing. */
    Journal NONE = new Journal() {
        @Override
        public void replay(Consumer<Object> snapshot, Consumer<Object> event) {
            // nothing is stored
        }

        @Override
        public void append(Object event) {
            throw new StorageException("this actor has no storage; name it with Cluster.durable");
        }

        @Override
        public void snapshot(Object state) {
            throw new StorageException("this actor has no storage; name it with Cluster.durable");
        }
    };

    /**
     * Passes on the last snapshot, if there is one, and the events after it.
     *
     * @throws StorageException if they cannot be read
     */
    void replay(Consumer<Object> snapshot, Consumer<Object> event);

    /**
     * Stores an event.
     *
     * @throws StorageException if it is not known to be stored
     */
    void append(Object event);

    /**
     * Stores the state after the last event.
     *
     * @throws StorageException if it is not known to be stored
     */
    void snapshot(Object state);

    /** The stored content of an actor. */
    record Stored(@Nullable Object snapshot, java.util.List<Object> events) {}
}
