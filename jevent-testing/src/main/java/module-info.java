// SPDX-License-Identifier: Apache-2.0
/** Help for the tests of programs that use jevent. */
module io.jevent.testing {
    requires transitive io.jevent.core;
    requires static io.jevent.http; // for io.jevent.testing.http alone, and so the next one
    requires static io.jevent.net;
    requires static org.jspecify;
    requires static org.junit.jupiter.api; // not transitive: programs without JUnit compile against this module

    exports io.jevent.testing;
    exports io.jevent.testing.http;
    exports io.jevent.testing.junit;
}
