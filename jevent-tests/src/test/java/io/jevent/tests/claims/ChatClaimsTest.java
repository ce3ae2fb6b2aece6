// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.claims;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.tests.chat.ChatClient;
import io.jevent.tests.programs.ServerProcess;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The promises about the tutorial's chat. */
@Tag("realtime")
class ChatClaimsTest {

    @Test
    @DisplayName(
            "V1: in a chat room, who waits for a message gets it when it is said, and a newcomer sees what was said")
    void messagesComeWhenTheyAreSaid() throws Exception {
        try (var chat = ServerProcess.example("chat", "127.0.0.1:0");
                var client = new ChatClient(chat.uri())) {
            assertThat(client.items("/topic1/ada")).isEmpty();
            CompletableFuture<String> held = client.pollLater("ada");
            assertThat(client.items("/topic1/bob")).isEmpty();
            assertThat(client.say("topic1", "bob", "hello")).isEqualTo(200);
            assertThat(held.get(10, TimeUnit.MINUTES)).isEqualTo("\"bob:hello\"");
            assertThat(client.items("/topic1/carol")).containsExactly("bob:hello");
        }
    }
}
