// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.chat;

import io.jevent.event.Event;
import io.jevent.hub.Hub;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A room of this process: its last messages, its visitors, and the greenlets that wait for news. Confined to one hub,
 * so it needs no lock.
 */
final class Room {
    /** How many messages a newcomer is shown. */
    static final int BACKLOG = 25;

    /** How many are kept for those whose connection breaks. */
    static final int KEPT = 500;

    /** The numbers stay below 2^53, which JavaScript counts exactly, for some thousand years. */
    private static final long NUMBERS_PER_MILLI = 64;

    /** How long somebody who polls is still there between two polls. */
    private static final Duration LINGER = Duration.ofSeconds(3);

    private static final Visitors NOBODY = new Visitors() {
        @Override
        public void enter(String user) {
            // no other process has the room
        }

        @Override
        public void leave(String user) {
            // no other process has the room
        }
    };

    private final String name;
    private final Deque<Said> messages = new ArrayDeque<>();
    private final Map<String, Integer> people = new TreeMap<>();
    private final Set<User> subscribers = new LinkedHashSet<>();
    private final Visitors visitors;
    private Set<String> elsewhere = Set.of();
    private long last;
    private long peopleVersion = numberAfter(0);
    private Event news = new Event();

    /** Learns who comes to this process, and who leaves it. */
    interface Visitors {

        void enter(String user);

        void leave(String user);
    }

    private Room(String name, Visitors visitors, long last) {
        this.name = name;
        this.visitors = visitors;
        this.last = last;
    }

    /** Creates a room that numbers its messages. */
    static Room own(String name) {
        return new Room(name, NOBODY, numberAfter(0));
    }

    /** Creates a room whose messages are numbered elsewhere. */
    static Room shared(String name, Visitors visitors) {
        return new Room(name, visitors, 0);
    }

    /**
     * Returns the number of the message after another. It is at least the time, so that the numbers of a server that
     * was started again are larger: an open window, which says the last number that it has seen, goes on with it.
     */
    static long numberAfter(long number) {
        return Math.max(number + 1, Instant.now().toEpochMilli() * NUMBERS_PER_MILLI);
    }

    String name() {
        return name;
    }

    /** Says something to all. */
    void add(String user, String text) {
        append(new Said(numberAfter(last), user, text, Instant.now().toEpochMilli(), null));
        tellNews();
    }

    /**
     * Adds what was said elsewhere, unless this room has it.
     *
     * @return false if there is a gap before it, which must be filled first
     */
    boolean take(Heard heard) {
        if (heard.after() > last) {
            return false;
        }
        List<Said> fresh =
                heard.said().stream().filter(message -> message.id() > last).toList();
        fresh.forEach(this::append);
        if (!fresh.isEmpty()) {
            tellNews();
        }
        return true;
    }

    private void append(Said message) {
        last = message.id();
        messages.addLast(message);
        if (messages.size() > KEPT) {
            messages.removeFirst();
        }
        subscribers.removeIf(User::isGone);
        subscribers.forEach(subscriber -> subscriber.tell(message));
    }

    /** Whom each message is put in the queue of. */
    void subscribe(User user) {
        subscribers.add(user);
    }

    List<Said> messages() {
        return List.copyOf(messages);
    }

    List<Said> backlog() {
        List<Said> all = messages();
        return all.subList(Math.max(0, all.size() - BACKLOG), all.size());
    }

    /** The number of the last message. */
    long last() {
        return last;
    }

    /** Somebody has come, perhaps with a second window. */
    void enter(String user) {
        if (people.merge(user, 1, Integer::sum) == 1) {
            visitors.enter(user);
            tellPeople();
        }
    }

    void leave(String user) {
        if (people.computeIfPresent(user, (_, windows) -> windows == 1 ? null : windows - 1) == null) {
            visitors.leave(user);
            tellPeople();
        }
    }

    /** Removes a user after a while: a page that polls leaves after each poll, and comes back before that. */
    void leaveSoon(String user) {
        Hub.current().schedule(LINGER, () -> leave(user));
    }

    /** Sets who is in the room by way of other processes. */
    void elsewhere(Set<String> users) {
        elsewhere = users;
        tellPeople();
    }

    /** Tells all once more who is there, and with it at which servers the room is. */
    void tellPeople() {
        peopleVersion++;
        tellNews();
    }

    List<String> people() {
        Set<String> all = new TreeSet<>(people.keySet());
        all.addAll(elsewhere);
        return List.copyOf(all);
    }

    // @start region="news"
    private void tellNews() {
        Event told = news;
        news = new Event();
        told.set();
    }
    // @end

    /**
     * Where one listener is.
     *
     * @param message the number of the last message it has seen
     * @param people the version of the list of people it has seen
     */
    record Seen(long message, long people) {}

    // @start region="await"
    /** Waits until there is something that {@code seen} has not, for some time at most. */
    boolean await(Seen seen, Duration limit) {
        return isNewTo(seen) || (news.await(limit) && isNewTo(seen));
    }
    // @end

    private boolean isNewTo(Seen seen) {
        return last > seen.message || peopleVersion != seen.people;
    }

    /** Returns the news after {@code seen}, which may be ahead of this process if another one told it. */
    News newsSince(Seen seen) {
        List<Said> missed =
                messages.stream().filter(message -> message.id() > seen.message).toList();
        return new News(
                missed,
                peopleVersion == seen.people ? List.of() : people(),
                new Seen(Math.max(last, seen.message), peopleVersion));
    }

    /**
     * News of a room.
     *
     * @param messages what was said
     * @param people who is there, if that has changed; or empty
     * @param seen where one is who has taken it
     */
    record News(List<Said> messages, List<String> people, Seen seen) {}
}
