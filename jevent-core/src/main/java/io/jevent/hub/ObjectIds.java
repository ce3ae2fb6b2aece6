// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.internal.weak.WeakIdentityMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Short ids by which texts tell objects of one type apart. On a hub in virtual time, which is a test's, they are
 * numbers in the order in which the objects were named, so two runs of a test give the same texts; elsewhere identity
 * hashes.
 *
 * @audience SPI
 * @since 0.1
 */
public final class ObjectIds {

    private final WeakIdentityMap<Object, String> ids = new WeakIdentityMap<>();
    private final Map<Class<?>, Integer> counts = new HashMap<>();

    private ObjectIds() {}

    /**
     * Returns the id of an object; any thread may ask.
     *
     * @param object the object
     * @return its id for the current hub
     */
    public static String of(Object object) {
        Hub hub = Hub.ifCurrent();
        return hub != null && hub.loop() instanceof VirtualTimeLoop
                ? hub.attachments.get(ObjectIds.class, ObjectIds::new).number(object)
                : Integer.toHexString(System.identityHashCode(object));
    }

    private String number(Object object) {
        String known = ids.get(object);
        if (known == null) {
            known = Integer.toString(counts.merge(object.getClass(), 1, Integer::sum));
            ids.put(object, known);
        }
        return known;
    }
}
