// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Chooses the loop of a hub that is made by the way. */
final class Loops {

    private static final String PROPERTY = "jevent.loop";
    private static final String PARKING = "parking";

    private Loops() {}

    /** The loop that a hub begins with. */
    static Loop chosen() {
        String wanted = System.getProperty(PROPERTY);
        return wanted == null ? new ParkingLoop(true) : named(wanted);
    }

    /** The loop that a hub gets when it needs input and output; if there is none with that, one without. */
    static Loop withInput() {
        String wanted = System.getProperty(PROPERTY);
        if (wanted != null) {
            return named(wanted);
        }
        for (LoopProvider provider : Known.PROVIDERS) {
            if (provider.isDefault()) {
                return provider.create();
            }
        }
        return new ParkingLoop(false);
    }

    private static Loop named(String wanted) {
        if (wanted.equals(PARKING)) {
            return new ParkingLoop(false);
        }
        for (LoopProvider provider : Known.PROVIDERS) {
            if (provider.name().equals(wanted)) {
                return provider.create();
            }
        }
        String names = Stream.concat(
                        Stream.of(PARKING), Known.PROVIDERS.stream().map(LoopProvider::name))
                .collect(Collectors.joining(", "));
        throw new IllegalArgumentException("there is no loop " + PROPERTY + "=" + wanted + "; there are: " + names
                + " (jevent-net brings the ones of Netty)");
    }

    /** Looked for once, when the first hub that needs one is made. */
    private static final class Known {
        static final List<LoopProvider> PROVIDERS =
                ServiceLoader.load(LoopProvider.class, LoopProvider.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();

        private Known() {}
    }
}
