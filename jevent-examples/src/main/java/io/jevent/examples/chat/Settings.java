// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.chat;

import io.jevent.backplane.Backplane;
import io.jevent.redis.RedisBackplane;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The arguments of a chat. */
final class Settings {

    private Optional<String> address = Optional.empty();
    private Optional<URI> redis = Optional.empty();
    private Optional<List<String>> nodes = Optional.empty();
    private Optional<URI> database = Optional.empty();
    private Optional<Path> client = Optional.empty();

    /** Reads the arguments. */
    Settings(String... arguments) {
        for (String argument : arguments) {
            read(argument);
        }
    }

    private void read(String argument) {
        int equal = argument.indexOf('=');
        String value = argument.substring(equal + 1);
        switch (equal < 0 ? argument : argument.substring(0, equal)) {
            case "--redis" -> redis = Optional.of(URI.create(value));
            case "--cluster" -> nodes = Optional.of(equal < 0 ? ClusterSettings.HERE : List.of(value.split(",", -1)));
            case "--database" -> database = Optional.of(URI.create(value));
            case "--client" -> client = Optional.of(Path.of(value));
            default -> address = Optional.of(argument);
        }
    }

    /** Returns {@code --client=FILE}: the official client of Socket.IO, for pages. */
    Optional<Path> client() {
        return client;
    }

    /**
     * Shares the rooms with other processes.
     *
     * @param port where the server listens if no address was given; with a cluster on this machine each node adds its
     *     place in the list of nodes
     */
    Shared share(int port, List<String> rooms) throws IOException {
        if (nodes.isPresent()) {
            var cluster = new ClusterSettings(nodes.get(), database);
            ClusterSettings.Joined joined = cluster.join();
            return new Shared(
                    new ClusterRooms(joined.cluster(), database.isPresent(), cluster.hosts(), rooms),
                    address(port + joined.place()));
        }
        Backplane backplane = redis.<Backplane>map(RedisBackplane::create).orElseGet(Backplane::local);
        return new Shared(new SharedRooms(backplane, rooms), address(port));
    }

    private String address(int port) {
        return address.orElse("127.0.0.1:" + port);
    }

    /**
     * Shared rooms.
     *
     * @param address where the server listens
     */
    record Shared(Sharing rooms, String address) implements AutoCloseable {

        @Override
        public void close() {
            rooms.close();
        }
    }
}
