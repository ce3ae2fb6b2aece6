// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.exceptions.InvalidThreadUseException;
import io.jevent.exceptions.NotSimulatedException;
import io.jevent.internal.carrier.FirstThread;
import io.jevent.internal.carrier.ThreadEnd;
import io.jevent.internal.carrier.VirtualThreads;
import io.jevent.internal.logging.Logging;
import io.jevent.internal.settings.Setting;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the hub of a platform thread. Read at every blocking call, so it is a plain open-addressed array by thread id
 * that is replaced as a whole; a carrier always finds the entry that it made itself.
 */
final class HubTable {

    private static volatile @Nullable Hub[] slots = new Hub[16];

    /** The numbers of the open hubs; guarded by this class. */
    private static final BitSet NUMBERS = new BitSet();

    private HubTable() {}

    static @Nullable Hub find(Thread carrier) {
        @Nullable Hub[] table = slots;
        int mask = table.length - 1;
        int i = (int) carrier.threadId() & mask;
        Hub hub;
        while ((hub = table[i]) != null) {
            if (hub.carrier() == carrier) {
                return hub;
            }
            i = (i + 1) & mask;
        }
        return carrier instanceof StandIn standIn ? standIn.hub() : null;
    }

    private static synchronized int takeNumber() {
        int number = NUMBERS.nextClearBit(0);
        NUMBERS.set(number);
        return number;
    }

    private static synchronized void add(Hub hub) {
        List<Hub> hubs = all();
        for (Hub dead : hubs.stream().filter(h -> !h.carrier().isAlive()).toList()) {
            hubs.remove(dead);
            NUMBERS.clear(dead.number);
        }
        hubs.add(hub);
        rebuild(hubs);
    }

    static synchronized void remove(Hub hub) {
        List<Hub> hubs = all();
        if (hubs.remove(hub)) {
            NUMBERS.clear(hub.number);
        }
        rebuild(hubs);
    }

    /** As {@link Hub#open(Loop)}; {@code opened} tells whether the program asked for it, and so closes it. */
    static Hub open(Loop loop, boolean opened) {
        VirtualThreads.check();
        Hub existing = Hub.ifCurrent();
        if (existing != null && existing.loop().isClosedWorld()) {
            throw new NotSimulatedException("a second hub is not simulated: " + existing
                    + " is a closed world; Jevent.run in a thread of the program calls its body in a greenlet of it");
        }
        if (Thread.currentThread().isVirtual()) {
            throw new InvalidThreadUseException("the virtual thread " + Thread.currentThread() + " is not run by a hub:"
                    + " start greenlets from a platform thread, or with Jevent.run(...) on one");
        }
        if (existing != null) {
            throw new IllegalStateException(existing + " is the hub of this thread already; close it first");
        }
        Setting.check();
        Logging.start();
        FirstThread.run();
        var hub = new Hub(loop, opened, takeNumber());
        add(hub);
        ThreadEnd.call(HubTable::closeOfThisThread);
        HubObservers.opened(hub);
        return hub;
    }

    /** Closes the hub of a thread that ends, so that no greenlet, no descriptor and no memory outlives the thread. */
    static void closeOfThisThread() {
        Hub hub = find(Thread.currentThread());
        if (hub != null) {
            hub.close();
        }
    }

    static List<Hub> all() {
        var hubs = new ArrayList<Hub>();
        for (Hub hub : slots) {
            if (hub != null) {
                hubs.add(hub);
            }
        }
        return hubs;
    }

    private static void rebuild(List<Hub> hubs) {
        int length = 16;
        while (length < hubs.size() * 4) {
            length *= 2;
        }
        @Nullable Hub[] table = new Hub[length];
        for (Hub hub : hubs) {
            int i = (int) hub.carrier().threadId() & (length - 1);
            while (table[i] != null) {
                i = (i + 1) & (length - 1);
            }
            table[i] = hub;
        }
        slots = table;
    }
}
