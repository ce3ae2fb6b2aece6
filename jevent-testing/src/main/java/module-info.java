// SPDX-License-Identifier: Apache-2.0
/** Help for the tests of programs that use jevent. */
module io.jevent.testing {
    requires transitive io.jevent.core;
    requires static org.jspecify;
    requires static transitive org.junit.jupiter.api;

    exports io.jevent.testing;
    exports io.jevent.testing.junit;
}
