// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A hub that goes to sleep and a thread that sends it a message, with a loop that tells whether it would sleep for
 * ever.
 */
class SleepState {
    private final NightWatch loop = new NightWatch();
    final Hub hub;

    SleepState() {
        hub = Hub.open(loop);
        HubTable.remove(hub); // so that the thread can make another
    }

    void hub(Runnable sleep, L_Result result) {
        sleep.run();
        result.r1 = loop.seen;
    }

    void sender(Runnable send) {
        send.run();
        loop.sent = true;
    }

    /** Sleeps until it is woken, and gives up once the message was sent and nobody has woken it. */
    private static final class NightWatch implements Loop {
        private volatile boolean awake;
        private volatile boolean sent;
        private String seen = "awake";

        @Override
        public long now() {
            return 0;
        }

        @Override
        public boolean poll() {
            return false;
        }

        @Override
        public void block(long deadline, Outside outside) {
            while (!awake && !sent) {
                Thread.onSpinWait();
            }
            seen = awake ? "woken" : "lost";
        }

        @Override
        public void wakeup() {
            awake = true;
        }

        @Override
        public boolean hasWork() {
            return false;
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
