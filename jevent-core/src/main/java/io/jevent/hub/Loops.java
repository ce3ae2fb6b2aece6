// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.internal.settings.Setting;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Chooses the loop of a hub that is made by the way. */
final class Loops {

    private static final String PARKING = "parking";

    private Loops() {}

    /** Returns the loop that a hub begins with. */
    static Loop chosen() {
        Loop real = Setting.LOOP.text().map(Loops::named).orElseGet(() -> new ParkingLoop(true));
        return Setting.VIRTUAL_TIME.isOn() ? new VirtualTimeLoop(real) : real;
    }

    /** Returns the loop that a hub gets when it needs input and output; if there is none with that, one without. */
    static Loop withInput() {
        return Setting.LOOP.text().map(Loops::named).orElseGet(Loops::best);
    }

    private static Loop best() {
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
        throw Setting.LOOP.wrong(names + " (those of Netty come with jevent-net)", null);
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
