// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Greenlet;
import io.jevent.Jevent;

/** The state of a greenlet: whether it has started or ended, its value and its failure. */
final class States {

    private States() {}

    // @start region="program"
    static void main() {
        Greenlet<String> winner = Jevent.spawn(() -> "You win!");
        Greenlet<String> loser = Jevent.spawn(() -> {
            throw new IllegalStateException("You fail at failing.");
        });
        IO.println(winner.isStarted());
        IO.println(loser.isStarted());

        try {
            Jevent.joinAll(winner, loser); // waits for the end of both, whatever the end is
        } catch (IllegalStateException e) {
            IO.println("This will never be reached");
        }

        IO.println(winner.value());
        IO.println(loser.value());
        IO.println(winner.isReady());
        IO.println(loser.isReady());
        IO.println(winner.isSuccessful());
        IO.println(loser.isSuccessful());

        // The failure stays in its greenlet; only loser.result() would throw it here.
        if (loser.exception() instanceof IllegalStateException failure) {
            IO.println(failure.getMessage());
        }
    }
    // @end
}
