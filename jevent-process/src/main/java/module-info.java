// SPDX-License-Identifier: Apache-2.0
/** Child processes, and messages to and from them, which greenlets wait for. */
module io.jevent.process {
    requires transitive io.jevent.core;
    requires static org.jspecify;
    requires java.management;

    exports io.jevent.ipc;
    exports io.jevent.subprocess;
}
