// SPDX-License-Identifier: Apache-2.0
/** Makes code that knows nothing of jevent cooperative. */
module io.jevent.monkey {
    requires transitive io.jevent.core;
    requires io.jevent.net;
    requires static org.jspecify;
    requires transitive java.instrument;
    requires static jdk.attach;

    exports io.jevent.monkey;
    exports io.jevent.monkey.patch;

    provides java.net.spi.InetAddressResolverProvider with
            io.jevent.internal.monkey.GreenletResolverProvider;
}
