// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import io.jevent.cluster.Cluster;
import io.jevent.testing.TestHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rooms of a cluster that is one hub, in virtual time. */
class ClusterRoomsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private interface Body {
        void run(Cluster cluster, ClusterRooms rooms) throws Exception;
    }

    private static void inCluster(boolean stored, Body body) throws Exception {
        try (TestHub hub = TestHub.virtualTime()) {
            hub.run(() -> {
                Cluster cluster = Cluster.local();
                try (var rooms = new ClusterRooms(cluster, stored, Set.of(), List.of("a", "b"))) {
                    body.run(cluster, rooms);
                }
                return null;
            });
        }
    }

    private static Room room(ClusterRooms rooms, String name) {
        return Objects.requireNonNull(rooms.rooms().get(name));
    }

    private static List<String> texts(Room room) {
        return room.messages().stream().map(Said::text).toList();
    }

    @Test
    void aMessageIsSaidInItsRoomAlone() throws Exception {
        for (boolean stored : new boolean[] {false, true}) {
            inCluster(stored, (_, rooms) -> {
                rooms.say("a", "ada", "one");
                rooms.say("a", "bob", "two");
                Jevent.sleep(SECOND); // the topic has brought them as well
                assertThat(texts(room(rooms, "a"))).containsExactly("one", "two");
                assertThat(texts(room(rooms, "b"))).isEmpty();
                assertThat(room(rooms, "a").messages()).isSortedAccordingTo((x, y) -> Long.compare(x.id(), y.id()));
            });
        }
    }

    @Test
    void aGapIsFilledFromTheActor() throws Exception {
        try (TestHub hub = TestHub.virtualTime()) {
            hub.run(() -> {
                try (Cluster cluster = Cluster.local()) {
                    List<Heard> told = new ArrayList<>();
                    var rooms = cluster.actors("rooms", _ -> new RecalledRoom(told::add, List::of));
                    for (int i = 0; i < 25; i++) {
                        var _ = rooms.get("a").ask(new RoomMessage.Say("token" + i, "ada", "m" + i), SECOND);
                    }
                    var shared = new SharedRoom("a", rooms.get("a"), cluster.presence("a"));
                    assertThat(shared.room().take(told.getFirst())).isTrue();
                    assertThat(shared.room().take(told.getLast()))
                            .as("many are missing")
                            .isFalse();
                    var filling = Jevent.spawn(shared::complete);
                    shared.awaitComplete();
                    assertThat(texts(shared.room()))
                            .hasSize(25)
                            .startsWith("m0", "m1")
                            .endsWith("m23", "m24");
                    assertThat(shared.room().take(told.get(3))).as("an old one").isTrue();
                    assertThat(shared.heard()).hasSize(25);
                    filling.kill();
                }
                return null;
            });
        }
    }

    @Test
    void aMessageThatIsSentAgainIsSaidOnce() throws Exception {
        try (TestHub hub = TestHub.virtualTime()) {
            hub.run(() -> {
                try (Cluster cluster = Cluster.local()) {
                    var rooms = cluster.durable("rooms", _ -> new StoredRoom(_ -> {}));
                    var say = new RoomMessage.Say("token", "ada", "hello");
                    Heard first = rooms.get("a").ask(say, SECOND);
                    Jevent.sleep(Duration.ofMinutes(5)); // the actor has left the memory
                    assertThat(rooms.size()).isZero();
                    assertThat(rooms.get("a").ask(say, SECOND)).isEqualTo(first);
                    assertThat(rooms.get("a")
                                    .ask(new RoomMessage.Since(0), SECOND)
                                    .said())
                            .isEqualTo(first.said());
                }
                return null;
            });
        }
    }

    @Test
    void aNewActorBeginsWithWhatWasHeard() throws Exception {
        try (TestHub hub = TestHub.virtualTime()) {
            hub.run(() -> {
                try (Cluster cluster = Cluster.local()) {
                    var old = new Said(7, "ada", "before", 1, "token");
                    var rooms = cluster.actors("rooms", _ -> new RecalledRoom(_ -> {}, () -> List.of(old)));
                    Heard next = rooms.get("a").ask(new RoomMessage.Say("other", "bob", "after"), SECOND);
                    assertThat(next.after()).isEqualTo(7);
                    assertThat(rooms.get("a")
                                    .ask(new RoomMessage.Since(0), SECOND)
                                    .said())
                            .containsExactly(old, next.said().getFirst());
                }
                return null;
            });
        }
    }

    @Test
    void whoComesAndGoesIsSeen() throws Exception {
        inCluster(false, (cluster, rooms) -> {
            Room room = room(rooms, "a");
            room.enter("ada");
            room.enter("ada");
            cluster.presence("chat-a").enter("eve"); // by another process
            Jevent.sleep(SECOND);
            assertThat(room.people()).containsExactly("ada", "eve");
            room.leave("ada");
            room.leave("ada");
            Jevent.sleep(SECOND);
            assertThat(room.people()).containsExactly("eve");
        });
    }
}
