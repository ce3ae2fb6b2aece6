// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import io.jevent.hub.Attachments;
import io.jevent.hub.Hub;
import io.jevent.sim.disk.Disk;
import io.jevent.testing.Choices;
import io.jevent.testing.VirtualTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
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

    Sim(Hub hub, VirtualTime time, Conductor conductor, Properties properties, Tally tally) {
        this.hub = hub;
        this.time = time;
        this.conductor = conductor;
        this.properties = properties;
        this.tally = tally;
        Attachments.of(hub).get(Place.class, Place::new).sim = this;
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
