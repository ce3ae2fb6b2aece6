// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.races;

/**
 * A program that fails in some of its schedules: by an exception, by an {@link AssertionError}, or by a deadlock.
 *
 * @param name its name in reports
 * @param bug what is wrong with it
 * @param program runs it once
 */
public record Race(String name, String bug, Program program) {

    /** The program. */
    @FunctionalInterface
    public interface Program {

        /**
         * Runs it once.
         *
         * @throws Exception if its bug shows
         */
        void run() throws Exception;
    }
}
