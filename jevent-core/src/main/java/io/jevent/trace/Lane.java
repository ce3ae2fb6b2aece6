// SPDX-License-Identifier: Apache-2.0
package io.jevent.trace;

import io.jevent.hub.RawGreenlet;
import io.jevent.hub.Realm;
import org.jspecify.annotations.Nullable;

/** The known facts about one greenlet in a recording. Guarded by the recorder's mutex while that records. */
final class Lane {

    /** The number for a missing spawner, waker or victim. */
    static final int NONE = -1;

    /** In the order in which the recorder heard of the greenlets. */
    final int id;

    final int hub;

    /** The lane of the greenlet that started it, or {@link #NONE}. */
    final int spawner;

    /** Whether its start was recorded; false for main greenlets and those that were older than the recording. */
    final boolean spawned;

    /** The owner of its realm, such as a node of a simulation, as text; empty if it has none. */
    final String part;

    /** How often it woke or spawned another. */
    int acts;

    /** The greenlet whose end it waits for, or null. */
    @Nullable
    Lane joins;

    /** The number of its last event, once it has ended. */
    long endedAt = Long.MAX_VALUE;

    private @Nullable RawGreenlet greenlet;
    private @Nullable String name;
    private String site = "";

    Lane(int id, int hub, RawGreenlet greenlet, int spawner, boolean spawned) {
        this.id = id;
        this.hub = hub;
        this.greenlet = greenlet;
        this.spawner = spawner;
        this.spawned = spawned;
        Realm realm = Realm.of(greenlet);
        this.part = realm == null ? "" : String.valueOf(realm.owner());
    }

    /** Copies the name and spawn site of the greenlet, and lets go of it. */
    void detach() {
        RawGreenlet known = greenlet;
        if (known != null) {
            name = known.knownName() == null ? null : known.toString();
            String spawnedAt = known.spawnedAt();
            site = spawnedAt.startsWith("(") ? "" : spawnedAt; // in parentheses it says why it is not known
            greenlet = null;
        }
    }

    /** The greenlet's name, or null: one is not made up, for it would take a number away from another. */
    @Nullable
    String name() {
        return name;
    }

    /** Where it was spawned, as a stack trace says it; empty if that is not known. */
    String site() {
        return site;
    }
}
