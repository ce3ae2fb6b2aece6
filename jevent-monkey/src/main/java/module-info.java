// SPDX-License-Identifier: Apache-2.0
/** Makes code that knows nothing of jevent cooperative. */
@SuppressWarnings("module") // the one that sees the internal package is built later
module io.jevent.monkey {
    requires transitive io.jevent.core;
    requires io.jevent.net;
    requires static org.jspecify;
    requires transitive java.instrument;
    requires static jdk.attach;

    exports io.jevent.monkey;
    exports io.jevent.monkey.patch;
    exports io.jevent.internal.world to
            io.jevent.sim;

    provides java.net.spi.InetAddressResolverProvider with
            io.jevent.internal.monkey.GreenletResolverProvider;
}
