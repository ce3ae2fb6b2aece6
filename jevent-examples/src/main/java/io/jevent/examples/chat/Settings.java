// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.chat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of a chat.
 *
 * @param address where it listens
 * @param redis {@code --redis=URI}: the server by which processes share their rooms
 * @param client {@code --client=FILE}: the official client of Socket.IO, for pages
 */
record Settings(String address, Optional<URI> redis, Optional<Path> client) {
    private static final String REDIS = "--redis=";
    private static final String CLIENT = "--client=";

    static Settings of(String address, String... arguments) {
        var settings = new Settings(address, Optional.empty(), Optional.empty());
        for (String argument : arguments) {
            settings = settings.with(argument);
        }
        return settings;
    }

    private Settings with(String argument) {
        if (argument.startsWith(REDIS)) {
            return new Settings(address, Optional.of(URI.create(argument.substring(REDIS.length()))), client);
        }
        if (argument.startsWith(CLIENT)) {
            return new Settings(address, redis, Optional.of(Path.of(argument.substring(CLIENT.length()))));
        }
        return new Settings(argument, redis, client);
    }

    Backplane backplane(Map<String, Room> rooms) {
        return redis.<Backplane>map(uri -> new RedisBackplane(uri, rooms)).orElseGet(() -> new LocalBackplane(rooms));
    }
}
