// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

/**
 * How much of a workload is run.
 *
 * @param operations the operations of one round
 * @param slowOperations the operations of one round for an interpreted peer, so that its round takes as long
 * @param warmMillis how long a child process warms up before its first round, in milliseconds; 0 for a cold start
 * @param rounds the rounds of each child process
 * @param forks the child processes one after the other, because two JVMs do not compile the same code alike
 */
record Plan(int operations, int slowOperations, int warmMillis, int rounds, int forks) {

    /** Returns a plan of the same operations for a first impression: one process, few rounds, little warm-up. */
    Plan quick() {
        return new Plan(operations, slowOperations, warmMillis / 2, Math.min(rounds, 3), 1);
    }
}
