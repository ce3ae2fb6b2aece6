// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.lock.Semaphore;
import io.jevent.sim.Sim;
import io.jevent.sim.Simulation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * A pool of two connections. A borrower has a time limit, which may end while a new connection is being opened: then
 * the place of the connection is lost for ever, and when both are lost everybody waits. The mended pool gives it back.
 */
public final class Connections {

    private Connections() {}

    /** A connection, by its number. */
    private record Connection(int number) {}

    /** The pool. */
    private static final class ConnectionPool {
        private final Sim sim;
        private final boolean mended;
        private final Semaphore places = new Semaphore(2);
        private final ArrayDeque<Connection> idle = new ArrayDeque<>();
        private int opened;

        ConnectionPool(Sim sim, boolean mended) {
            this.sim = sim;
            this.mended = mended;
        }

        Connection borrow() {
            places.acquire();
            if (!idle.isEmpty()) {
                return idle.pop();
            }
            if (!mended) {
                return open();
            }
            try {
                return open();
            } catch (RuntimeException | Error e) {
                places.release();
                throw e;
            }
        }

        private Connection open() {
            Jevent.sleep(Duration.ofMillis(sim.choices().between("ms to open a connection", 1, 200)));
            return new Connection(++opened);
        }

        void giveBack(Connection connection) {
            idle.push(connection);
            places.release();
        }
    }

    private static void serve(Sim sim, ConnectionPool pool) {
        try (var _ = Timeout.startNew(Duration.ofMillis(150))) {
            Connection connection = pool.borrow();
            try {
                Jevent.sleep(Duration.ofMillis(sim.choices().between("ms to query", 1, 50)));
            } finally {
                pool.giveBack(connection);
            }
        } catch (Timeout _) {
            sim.mark("a request is given up");
        }
    }

    private static void run(Sim sim, boolean mended) {
        var pool = new ConnectionPool(sim, mended);
        List<Greenlet<?>> requests = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            Greenlet<?> request = Jevent.spawn(() -> serve(sim, pool));
            request.setName("request " + i);
            requests.add(request);
        }
        Jevent.joinAll(requests);
        if (pool.places.available() != 2) {
            throw new AssertionError("nobody has a connection, but only " + pool.places.available() + " of 2 are free");
        }
    }

    /** Simulates the pool as it was written first, and as it was mended. */
    public static void main(String[] args) {
        var wrong = Simulation.named("connections").explore(sim -> run(sim, false));
        System.out.println(wrong.failure().orElseThrow().getMessage());
        System.out.println();
        var mended = Simulation.named("mended").explore(sim -> run(sim, true));
        System.out.println("mended: " + (mended.failure().isEmpty() ? "passes" : "fails"));
    }
}
