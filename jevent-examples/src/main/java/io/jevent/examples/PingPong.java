// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Jevent;
import io.jevent.actor.Actor;

/** Two actors that answer each other for ever; interrupt it with Ctrl-C. */
final class PingPong {

    private PingPong() {}

    // @start region="program"
    static final class Player extends Actor<String> {

        private final String answer;
        private Player other = this;

        Player(String answer) {
            this.answer = answer;
        }

        @Override
        protected void receive(String message) {
            IO.println(message);
            other.tell(answer);
            Jevent.sleep();
        }
    }

    static void main() {
        var pinger = new Player("ping");
        var ponger = new Player("pong");
        pinger.other = ponger;
        ponger.other = pinger;
        pinger.start();
        ponger.start();

        pinger.tell("start");
        Jevent.joinAll(pinger, ponger);
    }
    // @end
}
