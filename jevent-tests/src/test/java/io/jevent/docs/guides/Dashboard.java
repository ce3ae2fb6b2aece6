// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs.guides;

import io.jevent.Jevent;
import io.jevent.actor.Actor;
import io.jevent.pool.Pool;
import io.jevent.scope.Scope;
import io.jevent.threadpool.ThreadPool;
import java.time.Duration;
import java.util.List;

/** A page whose parts are computed by a scope, a pool, a thread pool and an actor. */
final class Dashboard {

    // @start region="program"
    /** An actor: a counter that any greenlet, on any hub, may tell. */
    static final class Visits extends Actor<String> {

        private int count;

        @Override
        protected void receive(String page) {
            count++;
            IO.println("visit " + count + ": " + page);
        }
    }

    private final Pool database = new Pool(2); // a limit: two queries at a time
    private final Visits visits = new Visits();

    void main() throws Exception {
        visits.start();
        IO.println(dashboard("ada"));
        visits.stop();
        visits.join();
    }

    private String dashboard(String user) throws Exception {
        visits.tell("dashboard of " + user);
        List<Object> parts = Scope.all(List.of( // a scope: all of it belongs to this call
                () -> database.apply(() -> query("name of " + user)),
                () -> database.map(topic -> query("news of " + topic), List.of("music", "chess")),
                () -> ThreadPool.ofHub().apply(() -> digest(user)))); // a thread: it computes
        return String.valueOf(parts);
    }

    private static String query(String what) {
        Jevent.sleep(Duration.ofMillis(100));
        return what;
    }

    private static int digest(String text) {
        int hash = 0;
        for (int i = 0; i < 10_000_000; i++) {
            hash = 31 * hash + text.charAt(i % text.length());
        }
        return hash;
    }
    // @end
}
