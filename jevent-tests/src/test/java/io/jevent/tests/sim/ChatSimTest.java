// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.sim.Faults;
import io.jevent.sim.Sim;
import io.jevent.sim.Simulation;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The chat of the examples, unchanged, on a node: over a network with faults all see the same messages in one order.
 */
class ChatSimTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern MESSAGE = Pattern.compile("\"id\":(\\d+),\"user\":\"[^\"]*\",\"text\":\"([^\"]*)\"");
    private static final String END = "end";

    /** A request, and the body of a response of status 200. */
    private static String ask(String method, String path, String form) throws IOException {
        try (var socket = StreamSocket.connect("chat:80", PATIENCE)) {
            socket.sendAll((method + " " + path + " HTTP/1.1\r\nHost: chat\r\nConnection: close\r\n"
                            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                            + "\r\n\r\n" + form)
                    .getBytes(UTF_8));
            var all = new StringBuilder();
            byte[] bytes = socket.recv(4096, PATIENCE);
            while (bytes.length > 0) {
                all.append(new String(bytes, UTF_8));
                bytes = socket.recv(4096, PATIENCE);
            }
            int head = all.indexOf("\r\n\r\n");
            if (head < 0 || !all.toString().startsWith("HTTP/1.1 200")) {
                throw new IOException("not answered: " + all);
            }
            return all.substring(head + 4);
        }
    }

    private static String untilAnswered(String method, String path, String form) {
        while (true) {
            try {
                return ask(method, path, form);
            } catch (IOException _) {
                Jevent.sleep(Duration.ofMillis(100));
            }
        }
    }

    /** Asks for news after the last message that was seen, whatever became of the request before. */
    private static List<String> listen(String name) {
        List<String> heard = new ArrayList<>();
        long seen = 0;
        while (!heard.contains(END)) {
            String news = untilAnswered("GET", "/room/topic1/" + name + "/events?after=" + seen + "&people=-1", "");
            for (MatchResult message : MESSAGE.matcher(news).results().toList()) {
                long id = Long.parseLong(message.group(1));
                assertThat(id).as("messages come once, in order").isGreaterThan(seen);
                seen = id;
                heard.add(message.group(2));
            }
        }
        return heard.subList(0, heard.indexOf(END));
    }

    /** Says three messages; returns those that were confirmed. */
    private static List<String> speak(Sim sim, String name) {
        List<String> said = new ArrayList<>();
        var _ = untilAnswered("GET", "/topic1/" + name, "");
        for (int i = 1; i <= 3; i++) {
            Jevent.sleep(Duration.ofMillis(sim.choices().between(name + " thinks", 0, 200)));
            try {
                var _ = ask("POST", "/put/topic1/" + name, "message=" + name + i);
                said.add(name + i);
            } catch (IOException _) {
                sim.sometimes("a request fails", true);
            }
        }
        return said;
    }

    @Test
    void allSeeTheSameMessagesInOneOrder() {
        var _ = Simulation.named("chat")
                .schedules(200)
                .faults(Faults.NETWORK, Faults.PAUSES)
                .run(sim -> {
                    var _ = sim.node("chat", "10.0.0.1", "io.jevent.examples.chat.ChatServer", "0.0.0.0:80");
                    List<Greenlet<List<String>>> listeners =
                            List.of(sim.client(() -> listen("eve")), sim.client(() -> listen("fay")));
                    List<Greenlet<List<String>>> speakers =
                            List.of(sim.client(() -> speak(sim, "ann")), sim.client(() -> speak(sim, "bob")));
                    Jevent.joinAllOrThrow(speakers);
                    sim.calm();
                    var _ = untilAnswered("GET", "/topic1/zoe", "");
                    var _ = untilAnswered("POST", "/put/topic1/zoe", "message=" + END);
                    Jevent.joinAllOrThrow(listeners);
                    List<String> heard = listeners.getFirst().result();
                    assertThat(listeners.getLast().result()).isEqualTo(heard);
                    Set<String> different = new HashSet<>(heard);
                    assertThat(heard).hasSameSizeAs(different);
                    speakers.forEach(speaker -> assertThat(different).containsAll(speaker.result()));
                });
    }
}
