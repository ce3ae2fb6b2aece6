// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.chat;

import io.jevent.Timeout;
import io.jevent.cluster.ActorFailedException;
import io.jevent.cluster.ActorRef;
import io.jevent.cluster.ClusterClosedException;
import io.jevent.cluster.Presence;
import io.jevent.cluster.Subscription;
import io.jevent.event.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * A room of this process and its actor somewhere in the cluster. The actor's messages come by a topic, which may lose
 * some; a gap is filled by asking the actor. Hub-confined.
 */
final class SharedRoom implements Room.Visitors {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** How often something is said again to an actor that moves. */
    private static final int TRIES = 5;

    /** After this time the actor is asked if the last message was lost. */
    private static final Duration CHECK = Duration.ofSeconds(2);

    private final Room room;
    private final Presence presence;
    private final ActorRef<RoomMessage, Heard> actor;

    /** The messages after a gap. */
    private final TreeMap<Long, Said> early = new TreeMap<>();

    private final Event gap = new Event();
    private final Event complete = new Event();

    SharedRoom(String name, ActorRef<RoomMessage, Heard> actor, Presence presence) {
        this.actor = actor;
        this.presence = presence;
        room = Room.shared(name, this);
    }

    Room room() {
        return room;
    }

    /** Returns all messages that have come here. */
    List<Said> heard() {
        List<Said> all = new ArrayList<>(room.messages());
        all.addAll(early.values());
        return all;
    }

    void say(RoomMessage.Say say) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            try {
                hear(actor.ask(say, LIMIT));
                return;
            } catch (Timeout _) {
                // the actor moves, or its reply was lost: it recognizes the message by its token
            } catch (ActorFailedException | ClusterClosedException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
        throw new IOException("the room does not answer");
    }

    /** Takes the messages of a topic. */
    void listen(Subscription<Heard> topic) {
        topic.forEach(this::hear);
    }

    private void hear(Heard heard) {
        if (!room.take(heard)) {
            heard.said().forEach(said -> early.put(said.id(), said));
            gap.set();
        }
        early.headMap(room.last(), true).clear();
    }

    /** Fills gaps. */
    void complete() {
        while (true) {
            gap.clear();
            try {
                Heard heard = actor.ask(new RoomMessage.Since(room.last()), LIMIT);
                hear(heard);
                if (heard.said().isEmpty()) {
                    complete.set();
                    boolean _ = gap.await(CHECK);
                }
            } catch (Timeout _) {
                // the actor moves
            } catch (ActorFailedException _) {
                boolean _ = gap.await(CHECK);
            } catch (ClusterClosedException _) {
                return;
            }
        }
    }

    /** Waits until the room has what was said before this process started, for some time at most. */
    void awaitComplete() {
        boolean _ = complete.await(LIMIT);
    }

    /** Takes the visitors of all processes. */
    void visitors(Subscription<Set<String>> changes) {
        changes.forEach(room::elsewhere);
    }

    @Override
    public void enter(String user) {
        try {
            presence.enter(user);
        } catch (ClusterClosedException _) {
            // with this process all its visitors are gone
        }
    }

    @Override
    public void leave(String user) {
        try {
            presence.leave(user);
        } catch (ClusterClosedException _) {
            // with this process all its visitors are gone
        }
    }
}
