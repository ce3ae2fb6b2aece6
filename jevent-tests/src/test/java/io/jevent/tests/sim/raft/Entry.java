// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.sim.raft;

/** An entry of the log: a command such as {@code write:3}, and the term in which a leader has made it. */
record Entry(long term, String command) {

    static Entry parse(String text) {
        int at = text.indexOf('/');
        return new Entry(Long.parseLong(text.substring(0, at)), text.substring(at + 1));
    }

    @Override
    public String toString() {
        return term + "/" + command;
    }
}
