// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.chat;

import io.jevent.cluster.Cluster;
import io.jevent.cluster.ClusterOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The cluster of a chat.
 *
 * @param nodes {@code HOST:PORT} of each node, the same list for all
 * @param database {@code postgresql://USER:PASSWORD@HOST:PORT/NAME}, which has the messages; else they are in memory
 */
record ClusterSettings(List<String> nodes, Optional<URI> database) {

    /** Three nodes on this machine. */
    static final List<String> HERE = List.of("127.0.0.1:7355", "127.0.0.1:7356", "127.0.0.1:7357");

    /** Of two nodes that cannot reach each other, the one without a majority ends so long afterwards. */
    private static final Duration STABLE = Duration.ofSeconds(5);

    /** A member, and the place of its address in the list of nodes. */
    record Joined(Cluster cluster, int place) {}

    /** Joins as the first node of the list whose address is one of this machine and free. */
    Joined join() throws IOException {
        IOException taken = new IOException("there is no node in the list");
        for (int i = 0; i < nodes.size(); i++) {
            try {
                return new Joined(Cluster.start(options(nodes.get(i))), i);
            } catch (UncheckedIOException e) {
                taken = e.getCause();
            }
        }
        throw new IOException("none of the addresses " + nodes + " is one of this machine and free", taken);
    }

    private ClusterOptions options(String node) {
        int colon = node.lastIndexOf(':');
        ClusterOptions options = ClusterOptions.create()
                .name("chat")
                .at(node.substring(0, colon), Integer.parseInt(node.substring(colon + 1)))
                .seeds(nodes.toArray(new String[0]))
                .stableAfter(STABLE)
                .allow(RoomMessage.class, Heard.class, Recall.Note.class);
        database.ifPresent(uri -> {
            String[] user = Optional.ofNullable(uri.getUserInfo()).orElse("").split(":", 2);
            options.storage(
                    "jdbc:postgresql://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
                            + uri.getPath(),
                    user[0],
                    user.length < 2 ? "" : user[1]);
        });
        return options;
    }

    /** Returns the hosts of the nodes. */
    Set<String> hosts() {
        return nodes.stream()
                .map(node -> node.substring(0, node.lastIndexOf(':')))
                .collect(Collectors.toSet());
    }
}
