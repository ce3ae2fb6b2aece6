// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import java.util.Collection;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;

/** The observers of all hubs, in the order in which they were found and added. */
final class HubObservers {

    private static final Collection<HubObserver> ALL = new CopyOnWriteArrayList<>(
            ServiceLoader.load(HubObserver.class, HubObserver.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList());

    private HubObservers() {}

    static void add(HubObserver observer) {
        ALL.add(Objects.requireNonNull(observer, "observer"));
    }

    static void remove(HubObserver observer) {
        ALL.remove(observer);
    }

    static void opened(Hub hub) {
        for (HubObserver observer : ALL) {
            hub.errors.tell(observer, () -> observer.opened(hub));
        }
    }

    static void closed(Hub hub) {
        for (HubObserver observer : ALL) {
            hub.errors.tell(observer, () -> observer.closed(hub));
        }
    }
}
