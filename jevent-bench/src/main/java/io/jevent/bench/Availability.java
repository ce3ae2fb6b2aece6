// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

/** Whether a peer can be measured on this machine. */
sealed interface Availability {

    /**
     * The peer is here.
     *
     * @param version what it is, such as {@code go1.19.8}
     */
    record Present(String version) implements Availability {}

    /**
     * The peer is not here.
     *
     * @param remedy what is missing and how to get it
     */
    record Absent(String remedy) implements Availability {}
}
