// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.tests.programs.RedisServer;
import io.jevent.tests.programs.ServerProcess;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chat by plain HTTP, as gevent's tutorial has it; and several processes that share their rooms. */
@Tag("realtime")
class ChatTest {

    @Test
    void whoIsInARoomGetsOneMessageForEachPollInOrder() throws Exception {
        try (var chat = ServerProcess.example("chat", "127.0.0.1:0");
                var client = new ChatClient(chat.uri())) {
            assertThat(client.items("/ada")).containsExactly("topic1", "topic2");
            assertThat(client.items("/topic1/ada")).isEmpty();
            assertThat(client.items("/topic1/bob")).isEmpty();
            assertThat(client.say("topic1", "ada", "hi there")).isEqualTo(200);
            assertThat(client.say("topic1", "bob", "one")).isEqualTo(200);
            for (String name : List.of("ada", "bob")) {
                assertThat(client.poll(name)).isEqualTo("\"ada:hi there\"");
                assertThat(client.poll(name)).isEqualTo("\"bob:one\"");
            }
            assertThat(client.items("/topic1/carol")).containsExactly("ada:hi there", "bob:one");
            assertThat(client.items("/topic2/carol")).as("another room").isEmpty();
        }
    }

    @Test
    void aPollWaitsUntilSomebodySpeaks() throws Exception {
        try (var chat = ServerProcess.example("chat", "127.0.0.1:0");
                var client = new ChatClient(chat.uri())) {
            List<CompletableFuture<String>> polls = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                client.items("/topic1/u" + i);
                polls.add(client.pollLater("u" + i));
            }
            client.items("/topic1/ada");
            client.say("topic1", "ada", "all");
            for (CompletableFuture<String> poll : polls) {
                assertThat(poll.get(10, TimeUnit.MINUTES)).isEqualTo("\"ada:all\"");
            }
        }
    }

    @Test
    void aNewcomerSeesTheLast25() throws Exception {
        try (var chat = ServerProcess.example("chat", "127.0.0.1:0");
                var client = new ChatClient(chat.uri())) {
            client.items("/topic2/ada");
            for (int i = 0; i < 30; i++) {
                client.say("topic2", "ada", "m" + i);
            }
            assertThat(client.items("/topic2/bob"))
                    .hasSize(25)
                    .startsWith("ada:m5")
                    .endsWith("ada:m29");
        }
    }

    @Test
    void whatIsNotThereOrTooLongIsRefused() throws Exception {
        try (var chat = ServerProcess.example("chat", "127.0.0.1:0");
                var client = new ChatClient(chat.uri())) {
            assertThat(client.get("/nowhere/ada").statusCode()).isEqualTo(404);
            assertThat(client.say("topic1", "nobody", "x")).isEqualTo(404);
            assertThat(client.post("/", "").statusCode()).isEqualTo(405);
            assertThat(client.get("/topic1/" + "x".repeat(25)).statusCode()).isEqualTo(400);
            client.items("/topic1/ada");
            assertThat(client.say("topic1", "ada", "x".repeat(2001))).isEqualTo(413);
            assertThat(client.get("/static/../room.html").statusCode()).isGreaterThanOrEqualTo(400);
        }
    }

    @Test
    void aNameCannotLookLikeTheBeginningOfAMessage() throws Exception {
        try (var chat = ServerProcess.example("chat", "127.0.0.1:0");
                var client = new ChatClient(chat.uri())) {
            for (String name : List.of("ada:hello", "ada%3A", "ad%E2%80%AEa", "a%00", "%20")) {
                assertThat(client.get("/topic1/" + name).statusCode()).as(name).isEqualTo(400);
                assertThat(client.get("/room/topic1/" + name + "/events").statusCode())
                        .as(name)
                        .isEqualTo(400);
                assertThat(client.say("topic1", name, "x")).as(name).isEqualTo(400);
            }
            client.items("/topic1/ada");
            assertThat(client.say("topic1", "ada", "bob:hello")).isEqualTo(200);
            assertThat(client.items("/topic1/carol")).containsExactly("ada:bob:hello");
        }
    }

    @Test
    void aPageOfAnotherSiteCannotSpeak() throws Exception {
        try (var chat = ServerProcess.example("chat", "127.0.0.1:0");
                var client = new ChatClient(chat.uri())) {
            client.items("/topic1/ada");
            String own = "http://" + chat.uri().getAuthority();
            assertThat(client.sayFrom(own, "topic1", "ada", "mine")).isEqualTo(200);
            for (String origin : List.of("http://evil.example", "null", own + "1")) {
                assertThat(client.sayFrom(origin, "topic1", "ada", "stolen"))
                        .as(origin)
                        .isEqualTo(403);
            }
            assertThat(client.items("/topic1/bob")).containsExactly("ada:mine");
        }
    }

    @Test
    void namesAndMessagesAreEscapedAndPagesRunNoScriptsOfOthers() throws Exception {
        try (var chat = ServerProcess.example("chat", "127.0.0.1:0");
                var client = new ChatClient(chat.uri())) {
            client.items("/topic1/%3Cb%3E");
            client.say("topic1", "%3Cb%3E", "<script>alert(1)</script>");
            HttpResponse<String> page = client.get("/topic1/%22%3E%3Cb%3E");
            assertThat(page.body())
                    .contains("<li>&lt;b&gt;:&lt;script&gt;alert(1)&lt;/script&gt;</li>")
                    .contains("data-name=\"&quot;&gt;&lt;b&gt;\"")
                    .doesNotContain("<script>alert", "\"><b>");
            assertThat(page.headers().firstValue("Content-Security-Policy")).hasValue("default-src 'self'");
        }
    }

    @Test
    void processesShareTheirRoomsAndGoOnWhenRedisReturns(@TempDir Path folder) throws Exception {
        try (var redis = RedisServer.start(folder);
                var one = ServerProcess.example("chat", "127.0.0.1:0", "--redis=" + redis.uri());
                var other = ServerProcess.example("chat", "127.0.0.1:0", "--redis=" + redis.uri());
                var ada = new ChatClient(one.uri());
                var bob = new ChatClient(other.uri())) {
            ada.items("/topic1/ada");
            bob.items("/topic1/bob");
            ada.say("topic1", "ada", "hello");
            assertThat(bob.poll("bob")).isEqualTo("\"ada:hello\"");
            assertThat(ada.poll("ada")).isEqualTo("\"ada:hello\"");

            redis.stop();
            assertThat(ada.say("topic1", "ada", "lost?"))
                    .as("said while Redis is away")
                    .isEqualTo(503);
            redis.restart();
            String heard;
            do { // each process takes a moment to find Redis again; what is said meanwhile, the other does not hear
                assertThat(ada.say("topic1", "ada", "back")).isIn(200, 503);
                heard = bob.poll("bob");
            } while (heard.equals("[]"));
            assertThat(heard).isEqualTo("\"ada:back\"");
        }
    }
}
