// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.service;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/** Users and their notes in Redis. The client blocks; in a greenlet, only that greenlet waits. */
final class Notes implements AutoCloseable {

    private static final String USERS = "users";

    private final RedisClient redis;

    Notes(URI address) {
        redis = RedisClient.create(address);
    }

    /** Adds a user; returns false if the name is taken. */
    boolean addUser(String name, String passwordHash) {
        return redis.hsetnx(USERS, name, passwordHash) == 1;
    }

    Optional<String> passwordHashOf(String name) {
        return Optional.ofNullable(redis.hget(USERS, name));
    }

    // @start region="notes"
    /** Adds a note; returns the number of notes that the user has now. */
    long add(String user, String text) {
        return redis.rpush("notes:" + user, text);
    }

    List<String> of(String user) {
        return redis.lrange("notes:" + user, 0, -1);
    }

    boolean isReachable() {
        try {
            return redis.ping().equals("PONG");
        } catch (JedisException _) {
            return false;
        }
    }
    // @end

    @Override
    public void close() {
        redis.close();
    }
}
