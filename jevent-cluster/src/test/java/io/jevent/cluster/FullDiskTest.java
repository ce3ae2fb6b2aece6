// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Durable actors whose tables are on a disk that becomes full. Where a file system cannot be mounted the test is
 * skipped, or fails if JEVENT_NEED_MOUNT is set.
 */
class FullDiskTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int KIB = 1024;

    /** A message to a shelf. */
    sealed interface Order {}

    /** Stores a text, which cannot be compressed much. */
    record Put(int number, String text) implements Order {}

    /** Asks for the numbers of all texts. */
    record All() implements Order {}

    private static final class Shelf extends DurableActor<Order, Object, Put> {
        private final List<Integer> numbers = new ArrayList<>();

        @Override
        public Object receive(Order order) {
            if (order instanceof Put put) {
                persist(put);
            }
            return List.copyOf(numbers);
        }

        @Override
        protected void apply(Put put) {
            numbers.add(put.number());
        }
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        random.ints(64L * KIB, ' ' + 1, '~').forEach(letter -> text.append((char) letter));
        return text.toString();
    }

    private static TestNode start(PostgresServer database) throws Exception {
        return TestNode.start(ClusterOptions.create().allow(Order.class).storage(database.url(), "test", ""));
    }

    private static ActorRef<Order, Object> shelf(TestNode node) throws Exception {
        return node.call(cluster ->
                cluster.<Order, Object, Put>durable("shelf", _ -> new Shelf()).get("a"));
    }

    /** Stores texts until it fails; returns how many were acknowledged. */
    private static int fill(TestNode node, ActorRef<Order, Object> shelf) throws Exception {
        var random = new Random(1);
        for (int i = 0; ; i++) {
            var put = new Put(i, text(random));
            try {
                var _ = node.call(_ -> shelf.ask(put, LIMIT));
            } catch (ActorFailedException e) {
                assertThat(e).hasMessageContaining("No space left on device");
                return i;
            }
        }
    }

    @Test
    void nothingAcknowledgedIsLostAndTheActorGoesOnWhenThereIsRoomAgain() throws Exception {
        try (PostgresServer database = PostgresServer.start()) {
            try (SmallDisk disk = SmallDisk.mount(database)) {
                List<Integer> acknowledged = new ArrayList<>();
                try (TestNode node = start(database)) {
                    ActorRef<Order, Object> shelf = shelf(node);
                    int count = fill(node, shelf);
                    assertThat(count).isPositive();
                    for (int i = 0; i < count; i++) {
                        acknowledged.add(i);
                    }
                    assertThat(node.<Object>call(_ -> shelf.ask(new All(), LIMIT)))
                            .isEqualTo(acknowledged);
                    var large = new Put(count, text(new Random(2)));
                    assertThatThrownBy(() -> node.call(_ -> shelf.ask(large, LIMIT)))
                            .as("it is still full")
                            .isInstanceOf(ActorFailedException.class);
                    disk.enlarge();
                    acknowledged.add(count);
                    assertThat(node.<Object>call(_ -> shelf.ask(large, LIMIT))).isEqualTo(acknowledged);
                }
                try (TestNode node = start(database)) {
                    ActorRef<Order, Object> shelf = shelf(node);
                    assertThat(node.<Object>call(_ -> shelf.ask(new All(), LIMIT)))
                            .isEqualTo(acknowledged);
                }
                database.stop(); // it uses the disk
            }
        }
    }

    /** A small file system, on which PostgreSQL creates all tables. */
    private record SmallDisk(String path) implements AutoCloseable {

        static SmallDisk mount(PostgresServer database) throws Exception {
            String path = database.newFolder("small");
            if (!Machine.succeeds("mount", "-t", "tmpfs", "-o", "size=12m,mode=777", "none", path)) {
                throw Machine.lacks("a file system cannot be mounted here", "JEVENT_NEED_MOUNT");
            }
            var disk = new SmallDisk(path);
            database.own(path);
            database.execute("create tablespace small location '" + path + "'");
            database.execute("alter database postgres set default_tablespace = small");
            return disk;
        }

        void enlarge() throws IOException, InterruptedException {
            assertThat(Machine.succeeds("mount", "-o", "remount,size=64m", path))
                    .isTrue();
        }

        @Override
        public void close() throws IOException {
            try {
                assertThat(Machine.succeeds("umount", path)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException("the test was interrupted", e);
            }
        }
    }
}
