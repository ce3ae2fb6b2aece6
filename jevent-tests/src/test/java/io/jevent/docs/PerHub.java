// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.local.HubLocal;
import io.jevent.pool.Group;
import java.time.Duration;
import java.util.List;

/** A connection of each hub, opened when it is first needed. */
final class PerHub {

    private PerHub() {}

    // @start region="program"
    record Connection(String to) implements AutoCloseable {
        static Connection open() {
            Jevent.sleep(Duration.ofSeconds(1));
            IO.println("connected");
            return new Connection("database");
        }

        @Override
        public void close() {
            IO.println("disconnected");
        }
    }

    private static final HubLocal<Connection> DATABASE = new HubLocal<>("database", Connection::open);

    static void main() {
        new Group().map(query -> ask(query), List.of("first", "second"));
    }

    private static String ask(String query) {
        String answer = query + " query to the " + DATABASE.get().to();
        IO.println(answer);
        return answer;
    }
    // @end
}
