// SPDX-License-Identifier: Apache-2.0
/** Opens {@code java.lang} to jevent without a flag of the JVM. */
module io.jevent.open {
    requires io.jevent.core;
    requires static org.jspecify;

    provides io.jevent.internal.access.JavaLangOpener with
            io.jevent.internal.open.JniOpener;
}
