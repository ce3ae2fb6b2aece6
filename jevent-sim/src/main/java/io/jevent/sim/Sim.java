// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import io.jevent.Greenlet;
import io.jevent.hub.Attachments;
import io.jevent.hub.Hub;
import io.jevent.internal.wire.Wire;
import io.jevent.sim.disk.Disk;
import io.jevent.testing.Choices;
import io.jevent.testing.TestHub;
import io.jevent.testing.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of a simulated test: its choices, its clock, and its properties. The body of a {@link Simulation} gets it;
 * code below finds it by {@link #current()}.
 *
 * <p><b>Confinement:</b> hub-confined.
 *
 * @since 0.1
 */
public final class Sim {

    /** Holds the simulation of a hub. */
    private static final class Place {
        @Nullable
        Sim sim;
    }

    private final Hub hub;
    private final VirtualTime time;
    private final Conductor conductor;
    private final Properties properties;
    private final Tally tally;
    private final Map<String, Disk> disks = new HashMap<>();
    private final Set<Faults> faults;
    private @Nullable Machines machines;
    private List<String> shared = List.of();

    Sim(TestHub hub, Conductor conductor, Properties properties, Tally tally, Set<Faults> faults) {
        this.hub = hub.hub();
        this.time = hub.time();
        this.conductor = conductor;
        this.properties = properties;
        this.tally = tally;
        this.faults = faults;
        Wire.install(this.hub, () -> net().fabric());
        Attachments.of(this.hub).get(Place.class, Place::new).sim = this;
    }

    /**
     * Returns the simulation that runs on the current hub.
     *
     * @return the simulation
     * @throws IllegalStateException if none runs here
     * @switches never
     */
    public static Sim current() {
        Sim sim = ifCurrent();
        if (sim == null) {
            throw new IllegalStateException(
                    "no simulation runs here; start one with @SimTest, Simulation.run or ./jevent sim");
        }
        return sim;
    }

    /**
     * Returns the simulation that runs on the current hub, if one does.
     *
     * @return the simulation, or null
     * @switches never
     */
    public static @Nullable Sim ifCurrent() {
        Hub hub = Hub.ifCurrent();
        return hub == null || !hub.loop().isClosedWorld()
                ? null
                : Attachments.of(hub).get(Place.class, Place::new).sim;
    }

    /**
     * Returns the choices of the test, which belong to the schedule as the order does: they are varied, recorded, made
     * smaller and replayed.
     *
     * @return the choices
     */
    public Choices choices() {
        return conductor;
    }

    /** {@return the clock, which jumps when nothing can run} */
    public VirtualTime time() {
        return time;
    }

    /** {@return the hub on which everything runs} */
    public Hub hub() {
        return hub;
    }

    /**
     * Returns a simulated disk. It is empty when it is named first in a run.
     *
     * @param name its name
     * @return the disk, the same for the same name
     * @switches never
     */
    public Disk disk(String name) {
        return disks.computeIfAbsent(Objects.requireNonNull(name, "name"), _ -> new Disk(name, conductor));
    }

    /**
     * Requires a condition after each step from here on. The run fails at the first step after which it is false.
     *
     * @param what the property, for reports
     * @param condition looks at the state of the program; must not block and must take no lock
     * @throws AssertionError if it is false now
     * @switches never
     */
    public void always(String what, BooleanSupplier condition) {
        properties.always(Objects.requireNonNull(what, "what"), Objects.requireNonNull(condition, "condition"));
    }

    /**
     * Requires that something is seen in at least one run: so a simulation shows that it gets to the interesting
     * places. Judged at the end of an exploration that has found nothing else.
     *
     * @param what the property, for reports
     * @param seen whether it is so now
     * @switches never
     */
    public void sometimes(String what, boolean seen) {
        tally.add(Objects.requireNonNull(what, "what"), seen);
    }

    /**
     * Waits until a condition holds; it is looked at after each step.
     *
     * @param what the property, for reports
     * @param within the longest wait in virtual time
     * @param condition looks at the state of the program; must not block and must take no lock
     * @throws AssertionError if the condition does not hold in time
     * @switches when it has to wait
     */
    public void eventually(String what, Duration within, BooleanSupplier condition) {
        if (!properties.eventually(Objects.requireNonNull(condition, "condition"), within)) {
            throw new AssertionError("eventually: '" + what + "' was not true within " + within + " of virtual time");
        }
    }

    private Machines machines() {
        Machines made = machines;
        if (made == null) {
            made = new Machines(this, faults);
            machines = made;
        }
        return made;
    }

    /** The body has ended, and with it all nodes. */
    void end() {
        Machines made = machines;
        if (made != null) {
            made.end();
        }
    }

    /**
     * Returns the network of this run.
     *
     * @return the network
     */
    public Net net() {
        return machines().net();
    }

    /**
     * Makes a node, and starts its program.
     *
     * @param name its name, by which other nodes look its address up
     * @param ip its address, such as {@code 10.0.0.1}
     * @param main its program, which is called again when the node is restarted
     * @return the node
     * @throws IllegalArgumentException if another node has the name or the address, or {@code ip} is no address
     * @switches never
     */
    public Node node(String name, String ip, Node.Main main) {
        return machines().node(name, ip, Objects.requireNonNull(main, "main"));
    }

    /**
     * Makes a node without a program of its own, for {@link Node#spawn}.
     *
     * @param name its name, by which other nodes look its address up
     * @param ip its address, such as {@code 10.0.0.1}
     * @return the node
     * @throws IllegalArgumentException if another node has the name or the address, or {@code ip} is no address
     * @switches never
     */
    public Node node(String name, String ip) {
        return machines().node(name, ip, null);
    }

    /**
     * Makes a node, and starts a program with a {@code main} method. Its classes are loaded anew at each start, so
     * their static fields belong to this node alone. Only the JDK, jevent, Netty, JUnit, and the
     * {@linkplain #shareClasses shared} packages are the same for all nodes.
     *
     * @param name its name, by which other nodes look its address up
     * @param ip its address, such as {@code 10.0.0.1}
     * @param mainClass the name of a class with a {@code main} method, as for {@code java}
     * @param arguments the arguments of {@code main}
     * @return the node
     * @throws IllegalArgumentException if another node has the name or the address, or {@code ip} is no address
     * @switches never
     */
    public Node node(String name, String ip, String mainClass, String... arguments) {
        return node(name, ip, new NodeProgram(mainClass, List.of(arguments), shared));
    }

    /**
     * Sets which classes the nodes that are made later share with each other and with the test, although their program
     * is given by the name of a class: those through which the test and the program talk, and libraries without state.
     *
     * @param packages the beginnings of their names, such as {@code com.example.api.}
     */
    public void shareClasses(String... packages) {
        shared = List.of(packages);
    }

    /**
     * Makes nodes with the same program.
     *
     * @param count how many; they are called {@code node1}, {@code node2} and so on
     * @param ips the format of their addresses with a place for the number from 1 on, such as {@code 10.0.0.%d}
     * @param main their program
     * @return the nodes
     * @throws IllegalArgumentException if another node has a name or an address of theirs
     * @switches never
     */
    public List<Node> nodes(int count, String ips, Node.NumberedMain main) {
        Objects.requireNonNull(main, "main");
        var made = new ArrayList<Node>();
        for (int i = 0; i < count; i++) {
            int number = i;
            made.add(node("node" + (i + 1), ips.formatted(i + 1), node -> main.run(node, number)));
        }
        return List.copyOf(made);
    }

    /**
     * Runs a client of the nodes on a node of its own, which is called {@code client1}, {@code client2} and so on.
     *
     * @param <T> the type of its result
     * @param body what it does
     * @return its greenlet
     * @switches never
     */
    public <T extends @Nullable Object> Greenlet<T> client(Callable<T> body) {
        return machines().client().spawn(body);
    }

    /**
     * Returns the node to which the test belongs: its name is {@code test}.
     *
     * @return the node
     */
    public Node testNode() {
        return machines().test();
    }

    /**
     * Ends all faults: the network is healed, nodes that have crashed are restarted, nodes that stand still go on, and
     * the simulation injects nothing more. Properties that must come true after that can be checked with
     * {@link #eventually}.
     *
     * @switches never
     */
    public void calm() {
        machines().calm();
    }

    /**
     * Marks this moment in the report of a failing run: in its text, and as a flag in the lane of the current greenlet
     * in its picture. Faults are marked in this way. Costs nothing in other runs.
     *
     * @param text what happens, such as {@code node b crashes}
     * @switches never
     */
    public void mark(String text) {
        conductor.mark(Objects.requireNonNull(text, "text"));
    }

    /**
     * Attaches a text to the report of a failing run, such as the state of a node or a history.
     *
     * @param title its title
     * @param text makes the text after the run has failed; must not block
     * @switches never
     */
    public void attach(String title, Supplier<String> text) {
        conductor.attach(Objects.requireNonNull(title, "title"), Objects.requireNonNull(text, "text"));
    }

    @Override
    public String toString() {
        return "simulation at " + time.now();
    }
}
