// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.hub.Realm;
import io.jevent.internal.simnet.Host;
import io.jevent.sim.disk.Disk;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A simulated machine with one program: what its greenlets spawn, listen at, connect to and schedule belongs to it, and
 * ends with it when it crashes.
 *
 * <p><b>Confinement:</b> hub-confined.
 *
 * @since 0.1
 */
public final class Node {

    private final Sim sim;
    private final Host host;
    private final NodeClock clock;
    private final @Nullable Main main;
    private final List<Runnable> atCrash = new ArrayList<>();
    private Realm realm;
    private int starts;

    /** One on which nothing runs yet. */
    Node(Sim sim, Host host, @Nullable Main main) {
        this.sim = sim;
        this.host = host;
        this.main = main;
        this.clock = new NodeClock(sim.hub());
        this.realm = new Realm(this);
    }

    /**
     * The program of a node.
     *
     * @since 0.1
     */
    @FunctionalInterface
    public interface Main {

        /**
         * Runs the program, in a greenlet of the node. It is called again when the node is restarted; what it keeps
         * must be in objects that it makes itself, or else outlives the crash.
         *
         * @param node the node on which it runs
         * @throws Exception whatever goes wrong; this fails the schedule
         */
        void run(Node node) throws Exception;
    }

    /**
     * The program of several nodes.
     *
     * @since 0.1
     */
    @FunctionalInterface
    public interface NumberedMain {

        /**
         * Runs the program of one of them.
         *
         * @param node the node on which it runs
         * @param number the number of the node, from 0 on
         * @throws Exception whatever goes wrong; this fails the schedule
         */
        void run(Node node, int number) throws Exception;
    }

    /** Switches the machine on, and starts its program. */
    Node start() {
        host.start(realm);
        Main program = main;
        if (program != null) {
            starts++;
            Greenlet<?> greenlet = spawn(() -> {
                program.run(this);
                return true;
            });
            greenlet.setName(starts == 1 ? name() : name() + " (start " + starts + ")");
        }
        return this;
    }

    NodeClock nodeClock() {
        return clock;
    }

    Host host() {
        return host;
    }

    boolean hasMain() {
        return main != null;
    }

    /** {@return its name, by which other nodes look its address up} */
    public String name() {
        return host.name();
    }

    /** {@return its address} */
    public InetAddress address() {
        return host.address();
    }

    /**
     * Runs something on this node: a greenlet that has the addresses and the clock of the node, and ends when the node
     * crashes.
     *
     * @param <T> the type of its result
     * @param body what to run
     * @return the greenlet
     * @throws IllegalStateException if the node has crashed
     * @switches never
     */
    public <T extends @Nullable Object> Greenlet<T> spawn(Callable<T> body) {
        Objects.requireNonNull(body, "body");
        return realm.within(() -> Jevent.spawn(body));
    }

    /**
     * Crashes the program: nothing of it runs again, not even a {@code finally} block. Either its system closes its
     * sockets, so that its peers see the end of their connections, or the machine has lost its power: nobody answers
     * until it is restarted, and its {@linkplain #disk() disk} loses power too. The schedule decides. A greenlet of the
     * node that calls this ends here. Does nothing if the node has crashed already.
     *
     * @switches always if the caller belongs to the node, otherwise never
     */
    public void crash() {
        if (isUp()) {
            boolean silently = sim.choices().chance(name() + " loses its power", 0.5);
            sim.mark(name() + (silently ? " loses its power" : " crashes"));
            host.stop(silently);
            if (silently) {
                disk().crash();
            }
            Realm.outside(() -> {
                atCrash.forEach(Runnable::run);
                return true;
            });
            realm.abandon();
        }
    }

    /**
     * Starts the program again, after a {@linkplain #crash() crash}, which comes first if the node runs.
     *
     * @throws IllegalStateException if the node has no program
     */
    public void restart() {
        if (main == null) {
            throw new IllegalStateException(this + " has no program to restart; give it one: sim.node(name, ip, main)");
        }
        crash();
        sim.mark(name() + " starts again");
        realm = new Realm(this);
        var _ = start();
    }

    /** The run is over. */
    void end() {
        realm.abandon();
    }

    /**
     * Lets the node stand still until {@link #resume}, as a long collection of garbage does: packets arrive and timers
     * become due, but no code runs.
     */
    public void pause() {
        sim.mark(name() + " stands still");
        realm.pause();
    }

    /** Ends {@link #pause}. */
    public void resume() {
        if (realm.isPaused()) {
            sim.mark(name() + " goes on");
            realm.resume();
        }
    }

    /** {@return false after a crash, until the next start} */
    public boolean isUp() {
        return !realm.isAbandoned();
    }

    /**
     * Has something called at each crash, after the sockets of the node are closed: for stand-ins of what forgets what
     * was not saved.
     *
     * @param action what to call; must not block
     */
    public void onCrash(Runnable action) {
        atCrash.add(Objects.requireNonNull(action, "action"));
    }

    /**
     * {@return the disk of this node, which outlives its crashes: that of {@link Sim#disk} with the name of the node}
     */
    public Disk disk() {
        return sim.disk(name());
    }

    /** {@return the clock of this node: its virtual time, with its skew and its drift} */
    public Clock clock() {
        return clock;
    }

    /**
     * Sets how far the clock of this node is ahead.
     *
     * @param ahead the difference to the clock of the simulation; negative if it is behind
     */
    public void setSkew(Duration ahead) {
        clock.skew(Objects.requireNonNull(ahead, "ahead").toNanos());
    }

    /**
     * Sets how much faster the clock of this node goes from now on.
     *
     * @param partsPerMillion for example 100: a day is 8.64 seconds too long; negative if the clock is slow
     */
    public void setDrift(double partsPerMillion) {
        clock.drift(partsPerMillion);
    }

    @Override
    public String toString() {
        return name();
    }
}
