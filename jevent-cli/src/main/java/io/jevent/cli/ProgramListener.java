// SPDX-License-Identifier: Apache-2.0
package io.jevent.cli;

/** Something that works around the whole of a program's run, such as a recorder. */
interface ProgramListener {
    /** The program is about to run; called on the thread that will carry its hub, before the hub exists. */
    void starting();

    /**
     * The program is over: its {@code main} returned or threw, or the JVM is shutting down. Called once, on the main
     * thread or on a shutdown hook's.
     */
    void ended();
}
