// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An actor whose state is the sum of stored events: it survives idleness, a move to another node, and the end of all
 * nodes.
 *
 * <pre>{@code
 * class Account extends DurableActor<Deposit, Long, Deposit> {
 *     long balance;
 *     public Long receive(Deposit deposit) { persist(deposit); return balance; }
 *     protected void apply(Deposit deposit) { balance += deposit.cents(); }
 * }
 * }</pre>
 *
 * <p>An event is stored when {@link #persist} returns, so a reply that comes after it acknowledges stored state. The
 * events are read before the first message. {@link Cluster#local()} keeps them in memory until it is closed.
 *
 * <p><b>Confinement:</b> hub-confined to the hub that started the cluster.
 *
 * @param <M> the type of the messages
 * @param <R> the type of the replies
 * @param <E> the type of the events
 * @since 0.1
 */
public abstract class DurableActor<M, R extends @Nullable Object, E> implements KeyedActor<M, R> {

    private Journal journal = Journal.NONE;
    private long sinceSnapshot;

    /** For subclasses. */
    protected DurableActor() {}

    /**
     * Changes the state by an event: after it was stored, and again whenever the actor is created later. It must depend
     * on the event and the state alone.
     *
     * @param event the event
     */
    protected abstract void apply(E event);

    /**
     * Stores an event, then applies it. Blocks until it is stored; no other message is handled in the meantime. A kill
     * ends the wait; the event may be stored then.
     *
     * @param event the event
     * @throws StorageException if the event is not known to be stored. The actor must not go on then; let the exception
     *     end the message, and the next message gets an actor with the stored state
     * @switches when it has to wait
     */
    protected final void persist(E event) {
        journal.append(Objects.requireNonNull(event, "event"));
        apply(event);
        sinceSnapshot++;
        if (sinceSnapshot >= snapshotEvery()) {
            Object state = snapshot();
            if (state != null) {
                journal.snapshot(state);
                sinceSnapshot = 0;
            }
        }
    }

    /**
     * Returns the state as an object that can be stored, so that fewer events have to be read.
     *
     * @return the state, or null (the default) to have no snapshots
     */
    protected @Nullable Object snapshot() {
        return null;
    }

    /**
     * Sets the state to a snapshot. Called before {@link #apply} is called for the later events.
     *
     * @param state a state that {@link #snapshot} returned
     */
    protected void restore(Object state) {
        throw new UnsupportedOperationException(getClass().getName() + " must override restore as well as snapshot");
    }

    /**
     * Returns the number of events between two snapshots.
     *
     * @return the number, 100 by default
     */
    protected int snapshotEvery() {
        return 100;
    }

    /** Reads the stored state; blocks. */
    @SuppressWarnings("unchecked") // the journal has only what persist has stored
    final void recover(Journal own) {
        journal = own;
        own.replay(this::restore, event -> {
            apply((E) event);
            sinceSnapshot++;
        });
    }
}
