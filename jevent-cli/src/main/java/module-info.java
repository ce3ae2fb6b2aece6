// SPDX-License-Identifier: Apache-2.0
/** The Java side of the launcher. */
module io.jevent.cli {
    requires io.jevent.core;
    requires io.jevent.monkey;
    requires io.jevent.sim;
    requires java.compiler;
    requires jdk.compiler;
    requires static org.jspecify;
}
