// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.tests.programs.CutLine;
import io.jevent.tests.programs.ServerProcess;
import io.jevent.tests.programs.SocketIoClient;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chat in browsers: what two people see who talk. */
@Tag("realtime")
class ChatBrowserTest {

    private static final String BUBBLES = "#messages li";

    private static void enter(Browser browser, URI chat, String name, String way) {
        browser.go(chat + "topic1/" + URLEncoder.encode(name, StandardCharsets.UTF_8) + way);
        browser.seeText("#state", "live");
    }

    private static void say(Browser browser, String text) {
        browser.see("#text").sendKeys(text);
        browser.see("#say button").click();
    }

    /** Waits for the last of the messages in a window, and compares all that it shows then. */
    private static void heard(Browser window, String... messages) {
        window.seeText(BUBBLES, messages[messages.length - 1]);
        assertThat(window.texts(BUBBLES)).containsExactly(messages);
    }

    @Test
    void whoChoosesANameAndARoomIsInIt() throws Exception {
        try (var chat = ServerProcess.example("chat", "127.0.0.1:0");
                var browser = Browser.open()) {
            browser.go(chat.uri().toString());
            browser.see("#name").sendKeys("Ada L.");
            browser.see("button").click();
            browser.seeText(".hint", "Ada L.");
            assertThat(browser.texts(".rooms li")).containsExactly("topic1", "topic2");
            browser.see(".rooms li a").click();
            browser.seeText("h1", "topic1");
            browser.seeText("#people", "Ada L.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?by=polling"})
    void twoPeopleTalkAndOneLosesTheConnectionAndReturns(String way) throws Exception {
        try (var chat = ServerProcess.example("chat", "127.0.0.1:0")) {
            twoPeopleTalkAndOneLosesTheConnection(chat, way);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?by=polling"})
    void twoPeopleTalkOverSocketIoAndOneLosesTheConnectionAndReturns(String way) throws Exception {
        Path client = SocketIoClient.install();
        try (var chat = ServerProcess.example("socketio-chat", "127.0.0.1:0", "--client=" + client)) {
            twoPeopleTalkAndOneLosesTheConnection(chat, way);
        }
    }

    /** The first of them is behind a line that is cut. */
    private static void twoPeopleTalkAndOneLosesTheConnection(ServerProcess chat, String way) throws Exception {
        try (var line = CutLine.to(chat.uri());
                var ada = Browser.open();
                var bob = Browser.open()) {
            enter(ada, line.uri(), "ada", way);
            enter(bob, chat.uri(), "bob", "");
            ada.seeText("#people", "bob");
            bob.seeText("#people", "ada");
            say(ada, "hello bob");
            bob.seeText(BUBBLES, "hello bob");
            say(bob, "hello ada");
            ada.seeText(BUBBLES, "hello ada");

            line.cut();
            ada.seeText("#state", "reconnecting");
            say(bob, "are you there?");
            bob.seeText(BUBBLES, "are you there?");
            line.mend();
            ada.seeText(BUBBLES, "are you there?");
            say(ada, "again");
            for (Browser each : List.of(ada, bob)) {
                heard(each, "ada\nhello bob", "bob\nhello ada", "bob\nare you there?", "ada\nagain");
            }
        }
    }

    @Test
    void openWindowsGoOnWhenTheServerIsStartedAgain() throws Exception {
        var first = ServerProcess.example("chat", "127.0.0.1:0");
        URI address = first.uri();
        try (var ada = Browser.open();
                var bob = Browser.open()) {
            enter(ada, address, "ada", "");
            enter(bob, address, "bob", "");
            say(ada, "before");
            bob.seeText(BUBBLES, "before");
            first.close();
            ada.seeText("#state", "reconnecting");
            say(ada, "while it is away");
            ada.seeText("#error", "Not sent: the server cannot be reached");

            try (var _ = ServerProcess.example("chat", "127.0.0.1:" + address.getPort())) {
                ada.seeExactly("#state", "live");
                bob.seeExactly("#state", "live");
                ada.seeText("#people", "bob");
                ada.see("#say button").click();
                bob.seeText(BUBBLES, "while it is away");
                say(bob, "after");
                for (Browser each : List.of(ada, bob)) {
                    heard(each, "ada\nbefore", "ada\nwhile it is away", "bob\nafter");
                }
                assertThat(ada.see("#messages b").getDomAttribute("data-time")).matches(".*\\d\\d:\\d\\d.*");
            }
        } finally {
            first.close();
        }
    }

    @Test
    void aWindowWhoseServerIsKilledGoesOnAtAnotherOne() throws Exception {
        String nodes = "--cluster=" + String.join(",", ServerProcess.freeAddresses(3));
        try (var first = ServerProcess.example("chat", "127.0.0.1:0", nodes);
                var second = ServerProcess.example("chat", "127.0.0.1:0", nodes);
                var _ = ServerProcess.example("chat", "127.0.0.1:0", nodes);
                var ada = Browser.open();
                var bob = Browser.open()) {
            enter(ada, first.uri(), "ada", "");
            enter(bob, second.uri(), "bob", "");
            say(ada, "hello bob");
            bob.seeText(BUBBLES, "hello bob");
            ada.awaitTrue("servers.length === 3"); // the server says every 10 s where the others are
            first.kill();
            say(bob, "are you there?"); // said when another node has the room
            ada.seeText(BUBBLES, "are you there?");
            say(ada, "yes");
            for (Browser each : List.of(ada, bob)) {
                heard(each, "ada\nhello bob", "bob\nare you there?", "ada\nyes");
            }
        }
    }

    @Test
    void whoHasScrolledUpIsToldOfNewMessages() throws Exception {
        try (var chat = ServerProcess.example("chat", "127.0.0.1:0");
                var ada = Browser.open();
                var bob = Browser.open()) {
            enter(ada, chat.uri(), "ada", "");
            enter(bob, chat.uri(), "bob", "");
            for (int i = 0; i < 20; i++) {
                say(ada, "message " + i);
            }
            bob.seeText(BUBBLES, "message 19");
            bob.run("document.getElementById('messages').scrollTop = 0");
            say(ada, "news");
            bob.seeText("#unread", "1 new message");
            say(ada, "more news");
            bob.seeText("#unread", "2 new messages");
            bob.see("#unread").click();
            assertThat(bob.texts("#unread")).containsExactly("");
            say(ada, "the end");
            bob.seeText(BUBBLES, "the end");
            assertThat(bob.texts("#unread")).containsExactly("");
        }
    }

    @Test
    void aScriptIsShownAsTextToThoseWhoAreThereAndToThoseWhoCome() throws Exception {
        String script = "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>";
        try (var chat = ServerProcess.example("chat", "127.0.0.1:0");
                var ada = Browser.open()) {
            enter(ada, chat.uri(), "<b>ada", "");
            say(ada, script);
            ada.seeText(BUBBLES, script);
            enter(ada, chat.uri(), "bob", "");
            ada.seeText(BUBBLES, script);
            ada.seeText("#messages b", "<b>ada");
            assertThat(ada.title()).isEqualTo("topic1 · Chat");
        }
    }
}
