// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.tests.programs.PostgresServer;
import io.jevent.tests.programs.ServerProcess;
import io.jevent.tls.DevelopmentCertificate;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The chat as three processes that have their rooms in a cluster. */
@Tag("realtime")
class ChatClusterTest {

    private static final Pattern VERSION = Pattern.compile("\"version\":(\\d+)");
    private static final Pattern NUMBER = Pattern.compile("\"id\":(\\d+)");

    /** Both take a minute or two of waiting for the failure detectors, so they run side by side. */
    private static final CompletableFuture<Void> STORED = new CompletableFuture<>();

    private static final CompletableFuture<Void> REMEMBERED = new CompletableFuture<>();

    @BeforeAll
    static void killAllOfTwoClusters() throws IOException {
        List<String> free = ServerProcess.freeAddresses(6);
        killing(STORED, () -> {
            try (var database = PostgresServer.start(DevelopmentCertificate.create());
                    var chat = new Nodes(
                            free.subList(0, 3),
                            "--database=postgresql://test@127.0.0.1:" + database.port() + "/postgres")) {
                killAll(chat);
            }
        });
        killing(REMEMBERED, () -> {
            try (var chat = new Nodes(free.subList(3, 6))) {
                killAll(chat);
            }
        });
    }

    private interface Killing {
        void run() throws Exception;
    }

    private static void killing(CompletableFuture<Void> ended, Killing killing) {
        Thread _ = Thread.ofPlatform().start(() -> {
            try {
                killing.run();
                ended.complete(null);
            } catch (Throwable e) {
                ended.completeExceptionally(e);
            }
        });
    }

    /** The processes of a chat. */
    private static final class Nodes implements AutoCloseable {
        final List<ServerProcess> all = new ArrayList<>();
        final List<String> said = new ArrayList<>();
        private final List<String> arguments = new ArrayList<>(List.of("127.0.0.1:0"));

        Nodes(List<String> addresses, String... more) {
            arguments.add("--cluster=" + String.join(",", addresses));
            arguments.addAll(List.of(more));
        }

        ServerProcess start() throws IOException {
            return ServerProcess.example("chat", arguments.toArray(new String[0]));
        }

        void add(int number) throws IOException {
            for (int i = 0; i < number; i++) {
                all.add(start());
            }
        }

        void say(int node, String text) throws Exception {
            try (var client = new ChatClient(all.get(node).uri())) {
                client.items("/topic1/ada");
                assertThat(client.say("topic1", "ada", text)).as(text).isEqualTo(200);
                said.add(text);
            }
        }

        /** Waits until each node has heard a message: without a database, one that only a killed node had is lost. */
        void awaitEverywhere(String text) throws Exception {
            for (ServerProcess node : all) {
                try (var client = new ChatClient(node.uri())) {
                    poll(client, "zoe", news -> news.contains('"' + text + '"'));
                }
            }
        }

        @Override
        public void close() {
            all.forEach(ServerProcess::kill);
        }
    }

    /** Polls as a page without a WebSocket does, each time for what is new, until an answer is enough. */
    private static void poll(ChatClient client, String name, Predicate<String> enough) throws Exception {
        String after = "0";
        String version = "-1";
        String news = "";
        while (!enough.test(news)) {
            String path = "/room/topic1/" + name + "/events?after=" + after + "&people=" + version;
            news = client.get(path).body();
            after = last(NUMBER, news, after);
            version = last(VERSION, news, version);
        }
    }

    private static String last(Pattern pattern, String text, String otherwise) {
        return pattern.matcher(text)
                .results()
                .reduce((_, second) -> second)
                .map(found -> found.group(1))
                .orElse(otherwise);
    }

    /** Kills one node after the other, so the one that has the room as well, and talks all the time. */
    private static void killAll(Nodes nodes) throws Exception {
        nodes.add(3);
        try (var listener = new ChatListener(
                "topic1", "eve", nodes.all.stream().map(ServerProcess::uri).toList())) {
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 3; i++) {
                    nodes.say(i, "before " + round + i);
                }
                nodes.awaitEverywhere("before " + round + 2);
                int killed = listener.awaitServer();
                nodes.all.get(killed).kill();
                for (int i = 1; i < 3; i++) {
                    nodes.say((killed + i) % 3, "after " + round + i);
                }
                List<String> _ = listener.await("after " + round + 2);
                nodes.all.set(killed, nodes.start());
                listener.replace(killed, nodes.all.get(killed).uri());
            }
            nodes.say(0, "end");
            assertThat(listener.await("end")).isEqualTo(nodes.said);
        }
        nodes.awaitEverywhere("end");
        for (ServerProcess node : nodes.all) {
            try (var client = new ChatClient(node.uri())) {
                assertThat(client.items("/topic1/zoe"))
                        .containsExactlyElementsOf(
                                nodes.said.stream().map(text -> "ada:" + text).toList());
            }
        }
    }

    @Test
    void whoseNodeIsKilledGoesOnAtAnotherAndMissesNothing() throws Exception {
        var _ = STORED.get();
    }

    @Test
    void withoutADatabaseTheNodesRememberWhatTheyHaveHeard() throws Exception {
        var _ = REMEMBERED.get();
    }

    @Test
    @Tag("soak")
    void aNodeThatTheOthersHaveRemovedEndsItsServer() throws Exception {
        try (var nodes = new Nodes(ServerProcess.freeAddresses(3))) {
            nodes.add(3);
            ServerProcess paused = nodes.all.get(2);
            try (var client = new ChatClient(nodes.all.get(0).uri())) {
                poll(
                        client,
                        "bob",
                        news -> nodes.all.stream()
                                .allMatch(node -> news.contains(node.uri().getAuthority())));
                paused.signal("STOP");
                poll(
                        client,
                        "bob",
                        news -> news.contains("servers")
                                && !news.contains(paused.uri().getAuthority()));
            }
            paused.signal("CONT");
            assertThat(paused.awaitEnd()).contains("the cluster has removed this process: start it again");
        }
    }

    @Test
    void allSeeWhoIsThere() throws Exception {
        try (var nodes = new Nodes(ServerProcess.freeAddresses(3))) {
            nodes.add(2);
            List<URI> uris = nodes.all.stream().map(ServerProcess::uri).toList();
            try (var ada = new ChatListener("topic1", "ada", List.of(uris.get(0)));
                    var bob = new ChatClient(uris.get(1))) {
                assertThat(ada.awaitServer()).isZero();
                poll(
                        bob,
                        "bob",
                        news -> news.contains("\"people\":[\"ada\",\"bob\"]")
                                && uris.stream().allMatch(uri -> news.contains('"' + uri.getAuthority() + '"')));
            }
        }
    }
}
