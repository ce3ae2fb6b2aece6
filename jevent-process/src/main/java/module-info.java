// SPDX-License-Identifier: Apache-2.0
/** Child processes whose pipes and ends greenlets wait for. */
module io.jevent.process {
    requires transitive io.jevent.core;
    requires static transitive org.jspecify;

    exports io.jevent.subprocess;
}
