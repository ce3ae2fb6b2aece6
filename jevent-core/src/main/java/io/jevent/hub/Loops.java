// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import java.util.ArrayList;
import java.util.ServiceLoader;

/** Chooses the loop of a hub that is made by the way. */
final class Loops {

    private static final String PROPERTY = "jevent.loop";
    private static final String DEFAULT = "default";

    private Loops() {}

    static Loop chosen() {
        String wanted = System.getProperty(PROPERTY, DEFAULT);
        if (wanted.equals(DEFAULT)) {
            return new ParkingLoop();
        }
        var names = new ArrayList<String>();
        names.add(DEFAULT);
        for (LoopProvider provider : ServiceLoader.load(LoopProvider.class, LoopProvider.class.getClassLoader())) {
            if (provider.name().equals(wanted)) {
                return provider.create();
            }
            names.add(provider.name());
        }
        throw new IllegalArgumentException("there is no loop " + PROPERTY + "=" + wanted + "; there are: "
                + String.join(", ", names) + " (jevent-net brings the ones of Netty)");
    }
}
