// SPDX-License-Identifier: Apache-2.0
/** Hubs, greenlets and their primitives. */
module io.jevent.core {
    requires static jdk.jfr;
    requires static jdk.unsupported;
    requires static java.management;
    requires static transitive org.jspecify;

    exports io.jevent;
}
