// SPDX-License-Identifier: Apache-2.0
/** Deterministic simulation: finds the schedule in which a program fails, explains it, and replays it. */
module io.jevent.sim {
    requires transitive io.jevent.testing;
    requires io.jevent.monkey;
    requires static org.jspecify;
    requires static org.junit.jupiter.api; // not transitive: programs without JUnit compile against this module

    exports io.jevent.sim;
    exports io.jevent.sim.disk;
    exports io.jevent.sim.junit;
    exports io.jevent.sim.linear;
}
