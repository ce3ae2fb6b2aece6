// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.chat;

import io.jevent.cluster.Cluster;
import io.jevent.cluster.ClusterReport;
import io.jevent.cluster.Subscription;
import io.jevent.cluster.Topic;
import io.jevent.event.Event;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Asks all processes of a cluster what they have heard in a room. Hub-confined. */
final class Recall {

    private static final Duration AGAIN = Duration.ofMillis(500);
    private static final int TRIES = 6;

    /** A message between the processes. */
    sealed interface Note {}

    /** Asks for the messages of a room. */
    record Question(String asker, long number, String room) implements Note {}

    /** Some of the messages; {@code last} if no more of them follow. */
    record Answer(Question question, String node, List<Said> said, boolean last) implements Note {}

    private static final class Gathering {
        final TreeMap<Long, Said> said = new TreeMap<>();
        final Set<String> missing;
        final Event complete = new Event();

        Gathering(Set<String> missing) {
            this.missing = missing;
        }
    }

    private final Cluster cluster;
    private final Topic<Note> topic;
    private final Function<String, List<Said>> heard;
    private final Map<Question, Gathering> asked = new HashMap<>();
    private long lastNumber;

    /** Creates the part of this process, which has {@code heard} messages of each room. */
    Recall(Cluster cluster, Function<String, List<Said>> heard) {
        this.cluster = cluster;
        this.heard = heard;
        topic = cluster.topic("chat-recall");
    }

    /** Subscribes; {@link #serve} reads from it. */
    Subscription<Note> subscribe() {
        return topic.subscribe();
    }

    /** Answers questions until the subscription is closed. */
    void serve(Subscription<Note> notes) {
        for (Note note : notes) {
            switch (note) {
                case Question question -> answer(question);
                case Answer answer -> take(answer);
            }
        }
    }

    private void answer(Question question) {
        if (question.asker().equals(cluster.address())) {
            return;
        }
        List<Said> all = heard.apply(question.room());
        int from = 0;
        do {
            int to = Math.min(all.size(), from + RoomLog.AT_ONCE);
            topic.publish(new Answer(question, cluster.address(), all.subList(from, to), to == all.size()));
            from = to;
        } while (from < all.size());
    }

    private void take(Answer answer) {
        Gathering gathering = asked.get(answer.question());
        if (gathering == null) {
            return;
        }
        answer.said().forEach(said -> gathering.said.put(said.id(), said));
        if (answer.last() && gathering.missing.remove(answer.node()) && gathering.missing.isEmpty()) {
            gathering.complete.set();
        }
    }

    /** Returns the messages of a room that any process has heard. Waits for all, but for 3 s at most. */
    Collection<Said> all(String room) {
        var gathering = new Gathering(others());
        lastNumber = Room.numberAfter(lastNumber);
        var question = new Question(cluster.address(), lastNumber, room);
        asked.put(question, gathering);
        try {
            for (int i = 0; i < TRIES && !gathering.missing.isEmpty(); i++) {
                topic.publish(question);
                boolean _ = gathering.complete.await(AGAIN);
            }
        } finally {
            asked.remove(question);
        }
        heard.apply(room).forEach(said -> gathering.said.put(said.id(), said));
        return gathering.said.values();
    }

    private Set<String> others() {
        return cluster.report().members().stream()
                .filter(member -> member.reachable() && member.status().equals("Up"))
                .map(ClusterReport.Member::address)
                .filter(address -> !address.equals(cluster.address()))
                .collect(Collectors.toCollection(HashSet::new));
    }
}
