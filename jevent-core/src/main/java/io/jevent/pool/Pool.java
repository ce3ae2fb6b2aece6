// SPDX-License-Identifier: Apache-2.0
package io.jevent.pool;

import io.jevent.Greenlet;
import io.jevent.hub.Durations;
import io.jevent.internal.bounds.Bounds;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A group of limited size: who adds a member to a full one waits until a slot is free, first come first served.
 *
 * <p>A member has its slot from when it is added until its links run, that is until just before those who joined it
 * later go on, or until it is discarded; however it ends, the slot is given back once. A wait for a slot that is cut
 * short by a kill or a timeout takes none.
 *
 * <p><b>Confinement:</b> hub-confined, as {@link Group}.
 *
 * @gevent {@code gevent.pool.Pool}
 * @since 0.1
 */
public class Pool extends Group {

    /** Makes a pool without a limit. */
    public Pool() {
        super();
    }

    /**
     * Makes a pool.
     *
     * @param maxSize how many members it may have at once
     * @throws IllegalArgumentException if {@code maxSize} is less than 1; gevent takes 0 for a pool in which nothing
     *     can ever run
     */
    public Pool(int maxSize) {
        super(Bounds.atLeastOne(maxSize, "maxSize"));
    }

    /**
     * Returns how many members there may be at once.
     *
     * @return the limit; {@link Integer#MAX_VALUE} if there is none
     * @gevent {@code size}
     */
    public int maxSize() {
        return slotLimit();
    }

    /**
     * Changes how many members there may be at once. If there are more, they stay, and no one is added before enough
     * have ended.
     *
     * @param maxSize the new limit
     * @throws IllegalArgumentException if {@code maxSize} is less than 1
     * @gevent {@code pool.size = n}, which does not let waiters in
     */
    public void setMaxSize(int maxSize) {
        setSlotLimit(Bounds.atLeastOne(maxSize, "maxSize"));
    }

    /**
     * Spawns a member, waiting at most {@code timeout} for a slot.
     *
     * @param <T> the type of its result
     * @param body what it runs
     * @param timeout the longest wait; zero only tries
     * @return the greenlet, or empty if the time passed first
     * @switches when it has to wait
     * @gevent {@code spawn(function, timeout=...)} through {@code start}; raises {@code PoolFull} there
     */
    public <T extends @Nullable Object> Optional<Greenlet<T>> spawn(Callable<? extends T> body, Duration timeout) {
        return spawnNanos(body, body, Durations.nanos(timeout, "timeout"));
    }

    /**
     * As {@link #spawn(Callable, Duration)}, for a body without a value.
     *
     * @param body what it runs
     * @param timeout the longest wait; zero only tries
     * @return the greenlet, or empty if the time passed first
     * @switches when it has to wait
     */
    public Optional<Greenlet<@Nullable Void>> spawn(Runnable body, Duration timeout) {
        return spawnNanos(valueless(body), body, Durations.nanos(timeout, "timeout"));
    }

    /**
     * Spawns a member if a slot is free.
     *
     * @param <T> the type of its result
     * @param body what it runs
     * @return the greenlet, or empty if the pool is full
     * @switches never
     * @gevent {@code start(greenlet, blocking=False)}; raises {@code PoolFull} there
     */
    public <T extends @Nullable Object> Optional<Greenlet<T>> trySpawn(Callable<? extends T> body) {
        return spawnNanos(body, body, 0);
    }

    /**
     * As {@link #trySpawn(Callable)}, for a body without a value.
     *
     * @param body what it runs
     * @return the greenlet, or empty if the pool is full
     * @switches never
     */
    public Optional<Greenlet<@Nullable Void>> trySpawn(Runnable body) {
        return spawnNanos(valueless(body), body, 0);
    }

    private <T extends @Nullable Object> Optional<Greenlet<T>> spawnNanos(
            Callable<? extends T> body, Object site, long nanos) {
        checkHub();
        return takeSlot(nanos) ? Optional.of(spawnInSlot(body, site)) : Optional.empty();
    }

    /**
     * Adds a greenlet, as {@link #add(Greenlet)} does, waiting at most {@code timeout} for a slot. To start it too,
     * call {@link Greenlet#start()} if this returns true.
     *
     * @param greenlet the new member
     * @param timeout the longest wait; zero only tries
     * @return false if the time passed first
     * @switches when it has to wait
     * @gevent {@code add(greenlet, timeout=...)}; raises {@code PoolFull} there
     */
    public boolean add(Greenlet<?> greenlet, Duration timeout) {
        return addNanos(greenlet, Durations.nanos(timeout, "timeout"));
    }
}
