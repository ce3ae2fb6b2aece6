// SPDX-License-Identifier: Apache-2.0
package io.jevent.pool;

import io.jevent.Greenlet;
import io.jevent.Outcome;
import io.jevent.TaskRunner;
import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.InvalidThreadUseException;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Deadline;
import io.jevent.hub.Durations;
import io.jevent.hub.Hub;
import io.jevent.hub.Link;
import io.jevent.hub.Mutex;
import io.jevent.hub.ObjectIds;
import io.jevent.hub.RawGreenlet;
import io.jevent.hub.WaitList;
import io.jevent.hub.Waiter;
import io.jevent.internal.rethrow.Fresh;
import io.jevent.internal.rethrow.Rethrow;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Greenlets that belong together, in the order in which they were added: waited for, killed, given work together. A
 * member that ends leaves the group.
 *
 * <p><b>Confinement:</b> hub-confined: it belongs to the hub of the thread that made it, and everything but
 * {@link #applyAsync} and {@link #asExecutorService}, which any thread may call, throws
 * {@link InvalidThreadUseException} elsewhere. Greenlets of other hubs may be members.
 *
 * @gevent {@code gevent.pool.Group}
 * @since 0.1
 */
public class Group extends TaskRunner implements Iterable<Greenlet<?>> {

    private final Hub hub = Hub.current();
    private final Map<Greenlet<?>, Member> members = new LinkedHashMap<>();
    private final Mutex mutex = new Mutex();

    /** Waiters for an empty group. */
    private final WaitList joiners = new WaitList(mutex);

    /** Makes an empty group. */
    public Group() {
        this(Integer.MAX_VALUE);
    }

    Group(int limit) {
        super(limit);
    }

    /** The greenlets of {@link #applyAsync} that are queued for a slot. */
    private final Set<Member> queued = new LinkedHashSet<>();

    /** The signal that a {@link #kill} in progress throws into new members; null otherwise. */
    private @Nullable Throwable killer;

    private int kills;

    /** The state of a greenlet in the group. */
    private final class Member {
        final Greenlet<?> greenlet;

        /** Tells the group of the greenlet's end. */
        final Link end = Link.on(hub, this::ended);

        /** Whether the group has killed it. */
        boolean dying;

        /** Its place in the line for a slot, if it had to wait for one. */
        @Nullable
        Link place;

        Member(Greenlet<?> greenlet) {
            this.greenlet = greenlet;
        }

        private void ended() {
            leaveLine(this);
            if (!drop(greenlet) && place != null) {
                var _ = place.withdraw();
            }
        }
    }

    /**
     * Makes a greenlet, adds it and starts it; as {@link io.jevent.Jevent#spawn(Callable)} otherwise.
     *
     * @param <T> the type of its result
     * @param body what it runs
     * @return the greenlet
     * @switches when the group is full, which only a {@link Pool} can be
     * @gevent {@code spawn(function)}
     */
    public <T extends @Nullable Object> Greenlet<T> spawn(Callable<? extends T> body) {
        return begin(body, body);
    }

    /**
     * As {@link #spawn(Callable)}, for a body without a value.
     *
     * @param body what it runs
     * @return the greenlet; its result is null
     * @switches when the group is full, which only a {@link Pool} can be
     */
    public Greenlet<@Nullable Void> spawn(Runnable body) {
        return begin(valueless(body), body);
    }

    @Override
    protected <T extends @Nullable Object> Greenlet<T> begin(Callable<? extends T> work, Object site) {
        checkHub();
        takeSlot(Long.MAX_VALUE);
        return spawnInSlot(work, site);
    }

    /** After a slot was taken. */
    final <T extends @Nullable Object> Greenlet<T> spawnInSlot(Callable<? extends T> work, Object site) {
        Greenlet<T> greenlet;
        try {
            greenlet = greenlet(hub, work, site);
        } catch (Throwable t) {
            giveSlot();
            throw t;
        }
        var member = new Member(greenlet);
        greenlet.addLink(member.end);
        startInSlot(member);
        return greenlet;
    }

    /**
     * Adds a greenlet that was not started, and starts it.
     *
     * @param greenlet the new member
     * @switches when the group is full, which only a {@link Pool} can be
     * @gevent {@code start(greenlet)}
     */
    public void start(Greenlet<?> greenlet) {
        add(greenlet);
        greenlet.start();
    }

    /**
     * Adds a greenlet. Does nothing if it is a member already, or has ended; if it ends while this waits for room, it
     * takes none.
     *
     * @param greenlet the new member; started or not
     * @switches when the group is full, which only a {@link Pool} can be
     * @gevent {@code add(greenlet)}
     */
    public void add(Greenlet<?> greenlet) {
        var _ = addNanos(greenlet, Long.MAX_VALUE);
    }

    final boolean addNanos(Greenlet<?> greenlet, long nanos) {
        checkHub();
        if (greenlet.isReady() || members.containsKey(greenlet)) {
            return true;
        }
        if (!takeSlot(nanos)) {
            return false;
        }
        var member = new Member(greenlet);
        if (addInSlot(member)) {
            greenlet.addLink(member.end);
            killIfKilling(member);
        }
        return true;
    }

    /** After a slot was taken: keeps it as long as the greenlet is a member. */
    private boolean addInSlot(Member member) {
        if (member.greenlet.isReady() || members.putIfAbsent(member.greenlet, member) != null) {
            giveSlot();
            return false;
        }
        return true;
    }

    private void startInSlot(Member member) {
        var _ = addInSlot(member);
        try {
            member.greenlet.start();
        } catch (Throwable t) {
            var _ = drop(member.greenlet);
            throw t;
        }
        killIfKilling(member);
    }

    /** Whatever joins while the group is being killed never begins. */
    private void killIfKilling(Member member) {
        if (killer != null) {
            killOnce(member, killer);
        }
    }

    /**
     * Removes a greenlet, which goes on running. A second call does nothing; gevent's frees another slot each time.
     *
     * @param greenlet the greenlet to remove
     * @return whether it was one
     * @switches never
     * @gevent {@code discard(greenlet)}
     */
    public boolean discard(Greenlet<?> greenlet) {
        checkHub();
        Member member = members.get(greenlet);
        if (member == null) {
            return false;
        }
        var _ = member.end.unlink();
        var _ = drop(greenlet);
        return true;
    }

    /** Invariant: a member in the map owns its slot. So the first caller that removes it returns the slot, once. */
    private boolean drop(Greenlet<?> greenlet) {
        if (members.remove(greenlet) == null) {
            return false;
        }
        giveSlot();
        if (members.isEmpty()) {
            Waiter chain;
            mutex.lock();
            try {
                chain = joiners.drain();
            } finally {
                mutex.unlock();
            }
            WaitList.wakeAll(chain, null);
        }
        return true;
    }

    @Override
    public int size() {
        checkHub();
        return members.size();
    }

    /**
     * Whether there is no member.
     *
     * @return true if it is empty
     * @gevent {@code not group}
     */
    public boolean isEmpty() {
        return size() == 0;
    }

    /**
     * Whether a greenlet is a member.
     *
     * @param greenlet the greenlet
     * @return true from when it was added until it has ended or was discarded
     * @gevent {@code greenlet in group}
     */
    public boolean contains(RawGreenlet greenlet) {
        checkHub();
        return greenlet instanceof Greenlet<?> g && members.containsKey(g);
    }

    /**
     * Iterates over those who are members now, oldest first; what happens meanwhile does not disturb it.
     *
     * @return an iterator over a snapshot, which cannot remove
     */
    @Override
    public Iterator<Greenlet<?>> iterator() {
        checkHub();
        return List.copyOf(members.keySet()).iterator();
    }

    /**
     * Waits until the group is empty; if it is refilled at once, it may not be so any more when this returns.
     *
     * @switches when it has to wait
     * @gevent {@code join()}
     */
    public void join() {
        var _ = joinNanos(Long.MAX_VALUE);
    }

    /**
     * Waits until the group is empty, at most for {@code timeout}.
     *
     * @param timeout the longest wait; zero only asks
     * @return whether it became empty in time
     * @switches when it has to wait
     * @gevent {@code join(timeout)}
     */
    public boolean join(Duration timeout) {
        return joinNanos(Durations.nanos(timeout, "timeout"));
    }

    private boolean joinNanos(long nanos) {
        checkHub();
        if (members.isEmpty()) {
            return true;
        }
        Waiter waiter;
        mutex.lock();
        try {
            waiter = joiners.enter(nanos);
        } finally {
            mutex.unlock();
        }
        return !WaitList.timedOut(WaitList.await(waiter, this, nanos));
    }

    /**
     * Waits until the group is empty and then throws a copy of the failure of the first of those who were members when
     * this was called and have failed, if any.
     *
     * @switches when it has to wait
     * @gevent {@code join(raise_error=True)}
     */
    public void joinOrThrow() {
        List<Greenlet<?>> present = snapshot();
        join();
        for (Greenlet<?> greenlet : present) {
            Throwable failure = greenlet.exception();
            if (failure != null) {
                throw Rethrow.asIs(Fresh.copyOf(failure));
            }
        }
    }

    private List<Greenlet<?>> snapshot() {
        checkHub();
        return List.copyOf(members.keySet());
    }

    /**
     * Ends all members by throwing a {@link GreenletExit} into each, and waits until the group is empty. Members that
     * are added meanwhile are killed before they begin; none is killed twice. Work that is queued for a slot is killed;
     * a call that waits for a slot, {@link #map} for example, ends with a
     * {@link java.util.concurrent.CancellationException}. So nothing begins once this has been called.
     *
     * @switches when it has to wait
     * @gevent {@code kill()}
     */
    public void kill() {
        kill(new GreenletExit());
    }

    /**
     * As {@link #kill()}, throwing {@code cause}.
     *
     * @param cause the throwable: it is thrown into the first of them, unless it was thrown before, and a copy of it
     *     into each other
     * @switches when it has to wait
     * @gevent {@code kill(exception)}
     */
    public void kill(Throwable cause) {
        var _ = killNanos(cause, Long.MAX_VALUE);
    }

    /**
     * As {@link #kill(Throwable)}, waiting at most {@code timeout}.
     *
     * @param cause the throwable: it is thrown into the first of them, unless it was thrown before, and a copy of it
     *     into each other
     * @param timeout the longest wait; zero does not wait
     * @return whether the group is empty
     * @switches when it has to wait
     * @gevent {@code kill(exception, timeout=...)}, and {@code block=False}
     */
    public boolean kill(Throwable cause, Duration timeout) {
        return killNanos(cause, Durations.nanos(timeout, "timeout"));
    }

    private boolean killNanos(Throwable cause, long nanos) {
        checkHub();
        var time = new Deadline(nanos);
        killer = cause;
        kills++;
        try {
            emptyLine(cause);
            do {
                List<Member> present = List.copyOf(members.values());
                for (Member member : present) {
                    killOnce(member, cause);
                }
                for (Member member : present) {
                    if (!member.greenlet.joinNanos(time.left())) {
                        return false;
                    }
                    var _ = drop(member.greenlet);
                }
            } while (!members.isEmpty());
            return true;
        } finally {
            if (--kills == 0) {
                killer = null;
            }
        }
    }

    /** Ends the greenlets that are queued for a slot: they never begin. */
    private void emptyLine(Throwable cause) {
        for (Member member : List.copyOf(queued)) {
            killOnce(member, cause);
        }
        refuseTakers();
    }

    private static void killOnce(Member member, Throwable cause) {
        if (!member.dying) {
            member.dying = true;
            member.greenlet.interrupt(cause);
        }
    }

    /**
     * Ends one member, unless the group has killed it before, and waits for its end.
     *
     * @param greenlet the victim; nothing is done if it is no member
     * @switches when it has to wait
     * @gevent {@code killone(greenlet)}
     */
    public void killOne(Greenlet<?> greenlet) {
        var _ = killOneNanos(greenlet, new GreenletExit(), Long.MAX_VALUE);
    }

    /**
     * Ends one member by throwing {@code cause}, unless the group has killed it before, and waits at most
     * {@code timeout} for its end.
     *
     * @param greenlet the victim; nothing is done if it is no member
     * @param cause the throwable: this instance, or a copy if it was thrown into a greenlet before or is a stored
     *     failure
     * @param timeout the longest wait; zero does not wait
     * @return false if it is still a member
     * @switches when it has to wait
     * @gevent {@code killone(greenlet, exception, timeout=...)}
     */
    public boolean killOne(Greenlet<?> greenlet, Throwable cause, Duration timeout) {
        return killOneNanos(greenlet, cause, Durations.nanos(timeout, "timeout"));
    }

    private boolean killOneNanos(Greenlet<?> greenlet, Throwable cause, long nanos) {
        checkHub();
        Member member = members.get(greenlet);
        if (member == null) {
            return true;
        }
        killOnce(member, cause);
        if (!greenlet.joinNanos(nanos)) {
            return false;
        }
        var _ = drop(greenlet);
        return true;
    }

    /**
     * Runs {@code work} in a new member and waits for its value. Called by a member, runs it right here, so that a full
     * pool does not wait for itself.
     *
     * <p>If the wait is cut short by a kill or a timeout, the member goes on.
     *
     * @param <T> the type of the value
     * @param work what to run
     * @return its value; its failure is thrown as it is
     * @throws java.util.concurrent.CancellationException if the member was killed
     * @switches when it has to wait
     * @gevent {@code apply(function)}
     */
    @Override
    public <T extends @Nullable Object> T apply(Callable<? extends T> work) {
        checkHub();
        RawGreenlet caller = CurrentGreenlet.get();
        if (caller == null || !contains(caller)) {
            Greenlet<T> member = begin(work, work);
            member.join();
            Rethrow.ifAny(member.exception()); // the instance that the work threw, as if the caller had run it
            return member.result();
        }
        try {
            return work.call();
        } catch (Exception e) {
            throw Rethrow.asIs(e);
        }
    }

    @Override
    public <T extends @Nullable Object> Greenlet<T> applyAsync(Callable<? extends T> work) {
        Greenlet<T> greenlet = greenlet(hub, work, work);
        onHub(() -> startInTurn(greenlet));
        return greenlet;
    }

    @Override
    protected <T extends @Nullable Object> Greenlet<T> enqueue(
            Callable<? extends T> work, Object site, Consumer<? super Outcome<T>> ended) {
        Greenlet<T> greenlet = greenlet(hub, work, site);
        onHub(() -> {
            greenlet.rawlink(() -> ended.accept(greenlet));
            startInTurn(greenlet);
        });
        return greenlet;
    }

    private void onHub(Runnable action) {
        if (hub.isCurrent()) {
            action.run();
        } else {
            var _ = hub.runCallback(action);
        }
    }

    /** Links itself first, so that the slot is free before greenlets continue that join the queued greenlet. */
    private void startInTurn(Greenlet<?> greenlet) {
        if (hub.isClosed()) {
            greenlet.interrupt(new GreenletExit(hub + " was closed before this began")); // accepted, so it ends
            return;
        }
        var member = new Member(greenlet);
        greenlet.addLink(member.end);
        queued.add(member);
        Line.of(hub).join(greenlet);
        member.place = takeSlotInTurn(() -> {
            leaveLine(member);
            startInSlot(member);
        });
    }

    private void leaveLine(Member member) {
        queued.remove(member);
        Line.of(hub).leave(member.greenlet);
    }

    final void checkHub() {
        if (!hub.isCurrent()) {
            throw new InvalidThreadUseException(getClass().getSimpleName() + " of " + hub + " was used from "
                    + Thread.currentThread() + "; from there use applyAsync(...) or asExecutorService()");
        }
    }

    @Override
    public String wokenBy() {
        return "the end of its members";
    }

    @Override
    public List<RawGreenlet> holders() {
        return List.copyOf(members.keySet());
    }

    @Override
    public String toString() {
        int limit = slotLimit();
        return getClass().getSimpleName() + "@" + ObjectIds.of(this) + " (" + slotsTaken()
                + (limit == Integer.MAX_VALUE ? "" : " of " + limit) + " members)";
    }
}
