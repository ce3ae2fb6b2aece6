// SPDX-License-Identifier: Apache-2.0
package io.jevent.monitor;

import io.jevent.exceptions.HubClosedException;
import io.jevent.hub.Hub;
import io.jevent.hub.HubObserver;
import io.jevent.hub.RawGreenlet;
import io.jevent.hub.Tracer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Several tracers of a hub, told one after another in the order in which they were added.
 *
 * <p>Use {@link #add} and {@link #remove} where {@link Hub#setTracer} would take the place of another.
 *
 * <p><b>Confinement:</b> thread-safe: from outside of a hub's thread, the hub makes the change in its turn.
 *
 * @audience SPI
 * @since 0.1
 */
public final class CombinedTracer implements Tracer {

    /** The tracers of all hubs, those that will be opened included. */
    private static volatile @Nullable Tracer everywhere;

    static {
        HubObserver.add(CombinedTracer::opened);
    }

    private final List<Tracer> parts;

    private CombinedTracer(List<Tracer> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * Has {@code tracer} told too what the greenlets of {@code hub} do. Does nothing if it is told already.
     *
     * @param hub the hub
     * @param tracer is told after the others
     * @switches never
     */
    public static void add(Hub hub, Tracer tracer) {
        Objects.requireNonNull(tracer, "tracer");
        onHub(hub, () -> hub.setTracer(with(hub.tracer(), tracer)));
    }

    /**
     * Has {@code tracer} told no more what the greenlets of {@code hub} do. Does nothing if it was not told.
     *
     * @param hub the hub
     * @param tracer what {@link #add} was given
     * @switches never
     */
    public static void remove(Hub hub, Tracer tracer) {
        onHub(hub, () -> hub.setTracer(without(hub.tracer(), tracer)));
    }

    /**
     * Adds {@code tracer} to all hubs, those that will be opened too.
     *
     * @param tracer must be fit to be called by several hubs at once
     * @switches never
     */
    public static synchronized void addEverywhere(Tracer tracer) {
        everywhere = with(everywhere, Objects.requireNonNull(tracer, "tracer"));
        Hub.all().forEach(hub -> add(hub, tracer));
    }

    /**
     * Removes {@code tracer} from all hubs.
     *
     * @param tracer what {@link #addEverywhere} was given
     * @switches never
     */
    public static synchronized void removeEverywhere(Tracer tracer) {
        everywhere = without(everywhere, tracer);
        Hub.all().forEach(hub -> remove(hub, tracer));
    }

    /** A hub that opens can be found already, so it misses no tracer that is added meanwhile. */
    private static void opened(Hub hub) {
        parts(everywhere).forEach(tracer -> add(hub, tracer));
    }

    private static void onHub(Hub hub, Runnable change) {
        if (hub.isClosed()) {
            return;
        }
        try {
            if (hub.isCurrent()) {
                change.run();
            } else {
                hub.runCallback(change);
            }
        } catch (HubClosedException e) {
            // it was closed meanwhile: there is nothing to trace
        }
    }

    private static Tracer with(@Nullable Tracer present, Tracer added) {
        List<Tracer> parts = parts(present);
        if (!parts.contains(added)) {
            parts.add(added);
        }
        return parts.size() == 1 ? added : new CombinedTracer(parts);
    }

    private static @Nullable Tracer without(@Nullable Tracer present, Tracer removed) {
        List<Tracer> parts = parts(present);
        parts.remove(removed);
        return switch (parts.size()) {
            case 0 -> null;
            case 1 -> parts.getFirst();
            default -> new CombinedTracer(parts);
        };
    }

    private static List<Tracer> parts(@Nullable Tracer tracer) {
        var parts = new ArrayList<Tracer>();
        if (tracer instanceof CombinedTracer several) {
            parts.addAll(several.parts);
        } else if (tracer != null) {
            parts.add(tracer);
        }
        return parts;
    }

    @Override
    public void spawned(RawGreenlet greenlet, @Nullable RawGreenlet by) {
        parts.forEach(tracer -> tracer.spawned(greenlet, by));
    }

    @Override
    public void switchedIn(RawGreenlet greenlet) {
        parts.forEach(tracer -> tracer.switchedIn(greenlet));
    }

    @Override
    public void switchedOut(RawGreenlet greenlet, @Nullable Object on) {
        parts.forEach(tracer -> tracer.switchedOut(greenlet, on));
    }

    @Override
    public void woken(RawGreenlet greenlet, @Nullable Object by) {
        parts.forEach(tracer -> tracer.woken(greenlet, by));
    }

    @Override
    public void interrupted(RawGreenlet greenlet, Throwable signal, @Nullable RawGreenlet by) {
        parts.forEach(tracer -> tracer.interrupted(greenlet, signal, by));
    }

    @Override
    public void ended(RawGreenlet greenlet) {
        parts.forEach(tracer -> tracer.ended(greenlet));
    }
}
