// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import io.jevent.hub.Durations;
import io.jevent.hub.Hub;
import io.jevent.hub.Link;
import io.jevent.hub.WaitTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs pieces of work side by side: what a group, a pool and a thread pool have in common.
 *
 * <p>A runner has a number of slots, perhaps unlimited. Each piece of work takes one from its beginning to its end;
 * when none is free, callers that submit work wait for one, in the order in which they came.
 *
 * <p>A piece of work that fails is reported once, as any greenlet's failure. {@link #apply}, {@link #map} and
 * {@link #imap} throw the instance that the work threw, checked or not; an {@link Outcome} throws a copy of it to each
 * caller of its {@code result}. gevent's {@code apply_cb}, {@code map_cb} and callback arguments have no counterpart of
 * their own: write {@code runner.applyAsync(work).rawlink(...)}, or {@code linkValue} on what is a greenlet. The forms
 * for two inputs read both side by side and end with the shorter one; {@link #zip} makes one input of more than two.
 *
 * @gevent {@code gevent.pool.GroupMappingMixin}
 * @since 0.1
 */
public abstract class TaskRunner implements WaitTarget {

    private final Slots slots;

    /**
     * For subclasses.
     *
     * @param limit how many slots there are; {@link Integer#MAX_VALUE} for no limit
     */
    protected TaskRunner(int limit) {
        this.slots = new Slots(limit);
    }

    /**
     * The work that is done with each element of a sequence.
     *
     * @param <T> the type of the element
     * @param <R> the type of the result
     * @since 0.1
     */
    @FunctionalInterface
    public interface Mapping<T extends @Nullable Object, R extends @Nullable Object> {

        /**
         * Works on one element; it may block.
         *
         * @param element the element
         * @return its result
         * @throws Exception whatever goes wrong
         */
        R apply(T element) throws Exception;
    }

    /**
     * The work that is done with one element from each of two sequences.
     *
     * @param <A> the type of the elements of the first
     * @param <B> the type of the elements of the second
     * @param <R> the type of the result
     * @since 0.1
     */
    @FunctionalInterface
    public interface BiMapping<A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> {

        /**
         * Works on two elements; it may block.
         *
         * @param first the element of the first sequence
         * @param second the element of the second sequence
         * @return the result
         * @throws Exception whatever goes wrong
         */
        R apply(A first, B second) throws Exception;
    }

    /**
     * Returns a sequence of the first elements of all {@code sources}, then of the second ones, and so on: the input of
     * {@link #map} or {@link #imap} over several sources. It reads the sources only when a row is asked for, and ends
     * with the shortest one; as in Python, an element that was read for a row that cannot be completed is dropped.
     *
     * @param <T> the type of the elements
     * @param sources the sequences to read side by side; without any, the result is empty
     * @return a sequence of immutable lists, each as long as there are sources
     * @gevent {@code zip(*iterables)}, which {@code imap} and {@code imap_unordered} apply
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public static <T extends @Nullable Object> Iterable<List<T>> zip(Iterable<? extends T>... sources) {
        return new Zip<>(List.of(sources));
    }

    /**
     * Runs {@code work} and waits for its value.
     *
     * @param <T> the type of the value
     * @param work what to run
     * @return its value; its failure is thrown as it is
     * @throws java.util.concurrent.CancellationException if the work was killed
     * @switches when it has to wait
     * @gevent {@code apply(function)}
     */
    public abstract <T extends @Nullable Object> T apply(Callable<? extends T> work);

    /**
     * Has {@code work} run when there is room for it, and never waits. Work that has to wait for room begins in the
     * order in which it was brought.
     *
     * <p>Any thread may call this.
     *
     * @param <T> the type of the value
     * @param work what to run
     * @return its outcome; {@code cancel} ends it, or keeps it from beginning
     * @switches never
     * @gevent {@code apply_async(function)}
     */
    public abstract <T extends @Nullable Object> Outcome<T> applyAsync(Callable<? extends T> work);

    /**
     * Works on all {@code elements} side by side and waits for the results.
     *
     * <p>If several fail, the failure of the first of them in the order of input is thrown; all others go on. They also
     * go on if this call is cut short by a kill or a timeout.
     *
     * @param <T> the type of the elements
     * @param <R> the type of the results
     * @param mapping what is done with each
     * @param elements the input; what its iterator throws is thrown here, and what was begun goes on
     * @return the results, in the order of input
     * @switches when it has to wait
     * @gevent {@code map(function, iterable)}
     */
    public <T extends @Nullable Object, R extends @Nullable Object> List<R> map(
            Mapping<? super T, ? extends R> mapping, Iterable<? extends T> elements) {
        var begun = new ArrayList<Outcome<R>>();
        for (T element : elements) {
            begun.add(begin(() -> mapping.apply(element), mapping));
        }
        return results(begun);
    }

    /**
     * Does what {@link #map} does in a greenlet of its own, which is no member of this runner.
     *
     * @param <T> the type of the elements
     * @param <R> the type of the results
     * @param mapping what is done with each
     * @param elements the input
     * @return the greenlet; its result is the list
     * @switches never
     * @gevent {@code map_async(function, iterable)}
     */
    public <T extends @Nullable Object, R extends @Nullable Object> Greenlet<List<R>> mapAsync(
            Mapping<? super T, ? extends R> mapping, Iterable<? extends T> elements) {
        MapGreenlet<R> greenlet = MapGreenlet.of(this, mapping, elements);
        greenlet.start();
        return greenlet;
    }

    /** For greenlets of jevent's own: what they begin was made where they were. */
    <T extends @Nullable Object, R extends @Nullable Object> Outcome<R> beginElement(
            Mapping<? super T, ? extends R> mapping, T element) {
        Callable<R> work = () -> mapping.apply(element);
        return begin(work, work);
    }

    static <R extends @Nullable Object> List<R> results(List<Outcome<R>> outcomes) {
        var results = new ArrayList<R>(outcomes.size());
        for (Outcome<R> outcome : outcomes) {
            outcome.join();
            results.add(Outcomes.taken(outcome));
        }
        return results;
    }

    /**
     * Works on all {@code elements} side by side and hands out the results one by one, in the order of input.
     *
     * <p>A greenlet of its own reads the input and begins the work, from now on and without waiting for the results to
     * be read. The failure of an element is thrown where its result would be; what comes after it is still handed out.
     * A failure of the input comes after the results of all elements before it, and ends the results.
     *
     * @param <T> the type of the elements
     * @param <R> the type of the results
     * @param mapping what is done with each
     * @param elements the input
     * @return the results; close it if you stop before its end, or the rest goes on
     * @switches never
     * @gevent {@code imap(function, iterable)}
     */
    public <T extends @Nullable Object, R extends @Nullable Object> ResultIterator<R> imap(
            Mapping<? super T, ? extends R> mapping, Iterable<? extends T> elements) {
        return imap(mapping, elements, Slots.UNLIMITED);
    }

    /**
     * As {@link #imap(Mapping, Iterable)}, beginning no more work while there is much that nobody has read.
     *
     * @param <T> the type of the elements
     * @param <R> the type of the results
     * @param mapping what is done with each
     * @param elements the input
     * @param maxUnread how many elements at most may have been begun and not been read
     * @return the results
     * @throws IllegalArgumentException if {@code maxUnread} is less than 1
     * @switches never
     * @gevent {@code imap(function, iterable, maxsize=...)}
     */
    public <T extends @Nullable Object, R extends @Nullable Object> ResultIterator<R> imap(
            Mapping<? super T, ? extends R> mapping, Iterable<? extends T> elements, int maxUnread) {
        return new ResultIterator<R>(true, maxUnread).over(this, mapping, elements, mapping);
    }

    /**
     * As {@link #imap(Mapping, Iterable)}, over two inputs: on the first elements of both, on the second ones, and so
     * on until the shorter input ends. Both are read lazily, by the same greenlet.
     *
     * @param <A> the type of the elements of the first input
     * @param <B> the type of the elements of the second input
     * @param <R> the type of the results
     * @param mapping what is done with each pair
     * @param first the first input
     * @param second the second input
     * @return the results; close it if you stop before its end, or the rest goes on
     * @switches never
     * @gevent {@code imap(function, iterable, iterable)}
     */
    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> ResultIterator<R> imap(
            BiMapping<? super A, ? super B, ? extends R> mapping,
            Iterable<? extends A> first,
            Iterable<? extends B> second) {
        return imap(mapping, first, second, Slots.UNLIMITED);
    }

    /**
     * As {@link #imap(BiMapping, Iterable, Iterable)}, beginning no more work while there is much that nobody has read.
     *
     * @param <A> the type of the elements of the first input
     * @param <B> the type of the elements of the second input
     * @param <R> the type of the results
     * @param mapping what is done with each pair
     * @param first the first input
     * @param second the second input
     * @param maxUnread how many pairs at most may have been begun and not been read
     * @return the results
     * @throws IllegalArgumentException if {@code maxUnread} is less than 1
     * @switches never
     * @gevent {@code imap(function, iterable, iterable, maxsize=...)}
     */
    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> ResultIterator<R> imap(
            BiMapping<? super A, ? super B, ? extends R> mapping,
            Iterable<? extends A> first,
            Iterable<? extends B> second,
            int maxUnread) {
        return new ResultIterator<R>(true, maxUnread)
                .over(this, Zip.onPairs(mapping), Zip.pairs(first, second), mapping);
    }

    /**
     * As {@link #imap(Mapping, Iterable)}, but hands out the results in the order in which they come; for the same
     * greenlets and inputs that is the same order each time.
     *
     * @param <T> the type of the elements
     * @param <R> the type of the results
     * @param mapping what is done with each
     * @param elements the input
     * @return the results; close it if you stop before its end, or the rest goes on
     * @switches never
     * @gevent {@code imap_unordered(function, iterable)}
     */
    public <T extends @Nullable Object, R extends @Nullable Object> ResultIterator<R> imapUnordered(
            Mapping<? super T, ? extends R> mapping, Iterable<? extends T> elements) {
        return imapUnordered(mapping, elements, Slots.UNLIMITED);
    }

    /**
     * As {@link #imapUnordered(Mapping, Iterable)}, beginning no more work while there is much that nobody has read.
     *
     * @param <T> the type of the elements
     * @param <R> the type of the results
     * @param mapping what is done with each
     * @param elements the input
     * @param maxUnread how many elements at most may have been begun and not been read
     * @return the results
     * @throws IllegalArgumentException if {@code maxUnread} is less than 1
     * @switches never
     * @gevent {@code imap_unordered(function, iterable, maxsize=...)}
     */
    public <T extends @Nullable Object, R extends @Nullable Object> ResultIterator<R> imapUnordered(
            Mapping<? super T, ? extends R> mapping, Iterable<? extends T> elements, int maxUnread) {
        return new ResultIterator<R>(false, maxUnread).over(this, mapping, elements, mapping);
    }

    /**
     * As {@link #imapUnordered(Mapping, Iterable)}, over two inputs: on the first elements of both, on the second ones,
     * and so on until the shorter input ends. Both are read lazily, by the same greenlet.
     *
     * @param <A> the type of the elements of the first input
     * @param <B> the type of the elements of the second input
     * @param <R> the type of the results
     * @param mapping what is done with each pair
     * @param first the first input
     * @param second the second input
     * @return the results; close it if you stop before its end, or the rest goes on
     * @switches never
     * @gevent {@code imap_unordered(function, iterable, iterable)}
     */
    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            ResultIterator<R> imapUnordered(
                    BiMapping<? super A, ? super B, ? extends R> mapping,
                    Iterable<? extends A> first,
                    Iterable<? extends B> second) {
        return imapUnordered(mapping, first, second, Slots.UNLIMITED);
    }

    /**
     * As {@link #imapUnordered(BiMapping, Iterable, Iterable)}, beginning no more work while there is much that nobody
     * has read.
     *
     * @param <A> the type of the elements of the first input
     * @param <B> the type of the elements of the second input
     * @param <R> the type of the results
     * @param mapping what is done with each pair
     * @param first the first input
     * @param second the second input
     * @param maxUnread how many pairs at most may have been begun and not been read
     * @return the results
     * @throws IllegalArgumentException if {@code maxUnread} is less than 1
     * @switches never
     * @gevent {@code imap_unordered(function, iterable, iterable, maxsize=...)}
     */
    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            ResultIterator<R> imapUnordered(
                    BiMapping<? super A, ? super B, ? extends R> mapping,
                    Iterable<? extends A> first,
                    Iterable<? extends B> second,
                    int maxUnread) {
        return new ResultIterator<R>(false, maxUnread)
                .over(this, Zip.onPairs(mapping), Zip.pairs(first, second), mapping);
    }

    /**
     * Returns how many pieces of work have begun and not ended.
     *
     * @return their number
     * @gevent {@code len(group)}
     */
    public abstract int size();

    /**
     * Whether who brings work now has to wait.
     *
     * @return true if no slot is free
     * @gevent {@code full()}
     */
    public boolean isFull() {
        return freeCount() == 0;
    }

    /**
     * Returns how many pieces of work could begin now.
     *
     * @return the number of free slots
     * @gevent {@code free_count()}
     */
    public int freeCount() {
        return slots.free();
    }

    /**
     * Waits until a slot is free, but does not take it: when the caller runs, somebody else may have.
     *
     * @switches when it has to wait
     * @gevent {@code wait_available()}
     */
    public void awaitAvailable() {
        var _ = slots.awaitFree(this, Long.MAX_VALUE);
    }

    /**
     * Waits until a slot is free, at most for {@code timeout}, but does not take it.
     *
     * @param timeout the longest wait; zero only asks
     * @return whether a slot became free in time
     * @switches when it has to wait
     * @gevent {@code wait_available(timeout)}, which returns how many there are
     */
    public boolean awaitAvailable(Duration timeout) {
        return slots.awaitFree(this, Durations.nanos(timeout, "timeout"));
    }

    /**
     * Returns a view of this runner that other libraries can be given. Any thread may use it; it never makes a caller
     * wait for a slot, but lines the work up. Shutting it down ends the view, not this runner; each call returns a view
     * of its own.
     *
     * <p>The futures it returns are {@link Outcome}s. A failure of the work is reported as any other of this runner's.
     *
     * @return a new view
     * @gevent {@code gevent.threadpool.ThreadPoolExecutor}; there is none for greenlets
     */
    public ExecutorService asExecutorService() {
        return new RunnerExecutor(this);
    }

    /**
     * Waits for a slot and begins {@code work} in it.
     *
     * @param <T> the type of the value
     * @param work what to run
     * @param site the object whose class tells where the work comes from
     * @return its outcome
     * @audience SPI
     */
    protected abstract <T extends @Nullable Object> Outcome<T> begin(Callable<? extends T> work, Object site);

    /**
     * Begins {@code work} when there is room for it, and never waits. Any thread may call this.
     *
     * @param <T> the type of the value
     * @param work what to run
     * @param site the object whose class tells where the work comes from
     * @param ended called once, by whatever thread, with the outcome when it is ready; must not block
     * @return its outcome
     * @audience SPI
     */
    protected abstract <T extends @Nullable Object> Outcome<T> enqueue(
            Callable<? extends T> work, Object site, Consumer<? super Outcome<T>> ended);

    /**
     * Returns work without a value as work whose value is null.
     *
     * @param work what to run
     * @return the same work
     * @audience SPI
     */
    protected static Callable<@Nullable Void> valueless(Runnable work) {
        return () -> {
            work.run();
            return null;
        };
    }

    /**
     * Makes a greenlet that is not started. Any thread may call this.
     *
     * @param <T> the type of its result
     * @param hub who is to run it
     * @param work what it runs
     * @param site the object whose class tells where it was made
     * @return the greenlet
     * @audience SPI
     */
    protected static <T extends @Nullable Object> Greenlet<T> greenlet(
            Hub hub, Callable<? extends T> work, Object site) {
        return new Greenlet<>(hub, work, site);
    }

    /**
     * Takes a slot, waiting for one behind the callers that came earlier.
     *
     * @param nanos the longest wait in nanoseconds; {@link Long#MAX_VALUE} is for ever, 0 only tries
     * @return whether a slot was taken
     * @audience SPI
     */
    protected final boolean takeSlot(long nanos) {
        return slots.take(this, nanos);
    }

    /**
     * Takes a slot in turn, like {@link #takeSlot}, but without blocking. For the thread of a hub.
     *
     * @param taken called with the slot taken: in this call, or later by the hub; must not block
     * @return the place in the queue; {@link Link#withdraw} gives it up, unless its turn has come
     * @audience SPI
     */
    protected final Link takeSlotInTurn(Runnable taken) {
        return slots.takeInTurn(taken);
    }

    /**
     * Ends all calls that wait for a slot with a {@link java.util.concurrent.CancellationException}. The caller has
     * emptied the line of {@link #takeSlotInTurn} before.
     *
     * @audience SPI
     */
    protected final void refuseTakers() {
        slots.refuse();
    }

    /**
     * Takes a slot even if none is free: then there are too many until some are given back.
     *
     * @audience SPI
     */
    protected final void takeSlotAnyway() {
        slots.takeAnyway();
    }

    /**
     * Gives a slot back: to who has waited longest, if anybody has.
     *
     * @audience SPI
     */
    protected final void giveSlot() {
        slots.give();
    }

    /**
     * Returns how many slots are taken.
     *
     * @return their number, those included that were handed to somebody who has not run since
     * @audience SPI
     */
    protected final int slotsTaken() {
        return slots.used();
    }

    /**
     * Returns how many slots there are.
     *
     * @return the limit
     * @audience SPI
     */
    protected final int slotLimit() {
        return slots.limit();
    }

    /**
     * Changes how many slots there are. If more are taken, nobody gets one before enough are given back.
     *
     * @param limit the new number
     * @audience SPI
     */
    protected final void setSlotLimit(int limit) {
        slots.limit(limit);
    }
}
