// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.chat;

import io.jevent.event.Event;
import io.jevent.hub.Hub;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A room: its last messages, its visitors, and the greenlets that wait for news. Confined to one hub, so it needs no
 * lock.
 */
final class Room {
    /** How many messages a newcomer is shown. */
    static final int BACKLOG = 25;

    /** How many are kept for those whose connection breaks. */
    private static final int KEPT = 500;

    /** The numbers stay below 2^53, which JavaScript counts exactly, for some thousand years. */
    private static final long NUMBERS_PER_MILLI = 64;

    /** How long somebody who polls is still there between two polls. */
    private static final Duration LINGER = Duration.ofSeconds(3);

    private final String name;
    private final Deque<Said> messages = new ArrayDeque<>();
    private final Map<String, Integer> people = new TreeMap<>();
    private final Set<User> subscribers = new LinkedHashSet<>();
    private long last = firstNumber();
    private long peopleVersion = last;
    private Event news = new Event();

    Room(String name) {
        this.name = name;
    }

    /**
     * Numbers begin with the time of the start, so that those of a server that was started again are larger: an open
     * window, which says the last number that it has seen, goes on with it.
     */
    private static long firstNumber() {
        return Instant.now().toEpochMilli() * NUMBERS_PER_MILLI;
    }

    String name() {
        return name;
    }

    /** Says something to all. */
    void add(String user, String text) {
        var message = new Said(++last, user, text, Instant.now().toEpochMilli());
        messages.addLast(message);
        if (messages.size() > KEPT) {
            messages.removeFirst();
        }
        subscribers.removeIf(User::isGone);
        subscribers.forEach(subscriber -> subscriber.tell(message));
        tellNews();
    }

    /** Whom each message is put in the queue of. */
    void subscribe(User user) {
        subscribers.add(user);
    }

    List<Said> backlog() {
        List<Said> all = new ArrayList<>(messages);
        return all.subList(Math.max(0, all.size() - BACKLOG), all.size());
    }

    /** The number of the last message. */
    long last() {
        return last;
    }

    /** Somebody has come, perhaps with a second window. */
    void enter(String user) {
        if (people.merge(user, 1, Integer::sum) == 1) {
            peopleVersion++;
            tellNews();
        }
    }

    void leave(String user) {
        if (people.computeIfPresent(user, (_, windows) -> windows == 1 ? null : windows - 1) == null) {
            peopleVersion++;
            tellNews();
        }
    }

    /** Removes a user after a while: a page that polls leaves after each poll, and comes back before that. */
    void leaveSoon(String user) {
        Hub.current().schedule(LINGER, () -> leave(user));
    }

    List<String> people() {
        return List.copyOf(people.keySet());
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

    /** Returns the news after {@code seen}. */
    News newsSince(Seen seen) {
        List<Said> missed =
                messages.stream().filter(message -> message.id() > seen.message).toList();
        return new News(missed, peopleVersion == seen.people ? List.of() : people(), new Seen(last, peopleVersion));
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
