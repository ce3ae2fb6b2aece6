// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.chat;

import com.google.gson.Gson;
import com.google.gson.JsonSyntaxException;
import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.event.Event;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Processes share their rooms by a channel of Redis. Each says there what its users say, and says to its users what
 * comes from there, its own as well; so all have one order. The client waits as any other Java code does, and a
 * greenlet may do so.
 */
final class RedisBackplane implements Backplane {
    private static final String CHANNEL = "jevent-chat";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final Map<String, Room> rooms;
    private final Gson gson = new Gson();
    private final RedisClient client;
    private final Event subscribed = new Event();
    private final Greenlet<?> listener;

    private record Note(String room, String user, String text) {}

    RedisBackplane(URI redis, Map<String, Room> rooms) {
        this.rooms = rooms;
        client = RedisClient.create(redis);
        listener = Jevent.spawn(this::listen);
        listener.setName("backplane");
    }

    /** Waits until what is said is heard. */
    boolean await(Duration limit) {
        return subscribed.await(limit);
    }

    private void listen() {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                client.subscribe(new Listener(), CHANNEL);
            } catch (JedisException e) {
                pause = subscribed.isSet() ? FIRST_PAUSE : longer(pause);
                System.err.println(
                        "chat: no news from Redis, trying again in " + pause.toMillis() + " ms: " + e.getMessage());
            }
            subscribed.clear();
            Jevent.sleep(pause);
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    private final class Listener extends JedisPubSub {
        @Override
        public void onSubscribe(String channel, int channels) {
            subscribed.set();
        }

        @Override
        public void onMessage(String channel, String json) {
            try {
                Note said = gson.fromJson(json, Note.class);
                Room room = rooms.get(said.room);
                if (room != null && said.user != null && said.text != null) {
                    room.add(said.user, said.text);
                }
            } catch (JsonSyntaxException e) {
                System.err.println("chat: somebody else writes to the channel " + CHANNEL + ": " + e.getMessage());
            }
        }
    }

    @Override
    public void publish(String room, String user, String text) throws IOException {
        try {
            client.publish(CHANNEL, gson.toJson(new Note(room, user, text)));
        } catch (JedisException e) {
            throw new IOException("Redis does not take the message", e);
        }
    }

    @Override
    public void close() {
        listener.kill();
        client.close();
    }
}
