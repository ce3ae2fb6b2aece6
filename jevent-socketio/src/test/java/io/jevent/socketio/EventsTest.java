// SPDX-License-Identifier: Apache-2.0
package io.jevent.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.event.AsyncResult;
import io.jevent.event.Event;
import io.jevent.http.json.JsonCodec;
import io.jevent.hub.Hub;
import io.jevent.queue.Queue;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Handlers, acknowledgements, queues and their limits. */
class EventsTest {

    /** A class for an argument. */
    record Point(int x, int y) {}

    private static String events(int from, int to) {
        return String.join(
                "\u001e",
                IntStream.range(from, to).mapToObj(i -> "42[\"n\"," + i + "]").toList());
    }

    @Test
    void argumentsAreConverted() throws Exception {
        var points = new Queue<Object>();
        OnHub.run(hub -> {
            hub.root.on("point", event -> {
                points.put(event.arguments().get(0, Point.class));
                points.put(event.arguments().get(1, String.class));
                points.put(event.arguments().size());
                points.put(event + " " + event.arguments());
            });
            PollingClient client = hub.connect();
            client.post("42[\"point\",{\"x\":1,\"y\":2},\"a\"]");
            assertThat(points.get()).isEqualTo(new Point(1, 2));
            assertThat(points.get()).isEqualTo("a");
            assertThat(points.get()).isEqualTo(2);
            assertThat(points.get().toString())
                    .startsWith("event point of socket ")
                    .endsWith(" / 2 arguments");
        });
    }

    @Test
    void argumentsThatDoNotFitAreTheClientsFault() throws Exception {
        var seen = new ArrayList<String>();
        OnHub.run(hub -> {
            hub.root
                    .on("text", event -> event.text(0))
                    .on("bytes", event -> event.arguments().bytes(0));
            hub.root.on("last", IncomingEvent::acknowledge);
            PollingClient client = hub.connect();
            client.post("42[\"text\"]\u001e42[\"text\",1]\u001e42[\"bytes\",\"x\"]\u001e42[\"nothing\"]"
                    + "\u001e429[\"last\"]");
            assertThat(client.get()).isEqualTo("439[]");
            assertThat(hub.failures).isEmpty();
            hub.root.onFailure((context, failure) -> seen.add(context + ": " + failure.getMessage()));
            client.post("42[\"text\"]\u001e421[\"last\"]");
            assertThat(client.get()).isEqualTo("431[]");
        });
        assertThat(seen).singleElement().asString().startsWith("event text of").endsWith("no argument 0, only 0");
    }

    @Test
    void anEventIsAcknowledgedOnce() throws Exception {
        var seen = new Queue<String>();
        OnHub.run(hub -> {
            hub.root.on("a", event -> {
                seen.put("wants " + event.wantsAcknowledgement());
                event.acknowledge("x", new byte[] {1});
                assertThatThrownBy(() -> event.acknowledge()).hasMessageContaining("acknowledged before");
                seen.put(event.name());
            });
            PollingClient client = hub.connect();
            client.post("42[\"a\"]\u001e425[\"a\"]");
            assertThat(List.of(seen.get(), seen.get(), seen.get(), seen.get()))
                    .containsExactly("wants false", "a", "wants true", "a");
            assertThat(client.get())
                    .isEqualTo("461-5[\"x\",{\"_placeholder\":true,\"num\":0}]\u001ebAQ=="
                            .replace("{\"_placeholder\":true,\"num\":0}", placeholder()));
        });
    }

    private static String placeholder() {
        byte[] json = JsonCodec.installed().encode(Attachments.extract(new byte[0], new ArrayList<>()));
        return new String(json, StandardCharsets.UTF_8);
    }

    @Test
    void aCallEndsWithTheAcknowledgementOrTheTimeOrTheConnection() throws Exception {
        OnHub.run(hub -> {
            var connected = new AsyncResult<ClientSocket>();
            hub.root.onConnect(connected::set);
            PollingClient client = hub.connect();
            ClientSocket socket = connected.result();
            Greenlet<Arguments> call = Jevent.spawn(() -> socket.call(Duration.ofSeconds(5), "q", Map.of("a", 1)));
            assertThat(client.get()).isEqualTo("420[\"q\",{\"a\":1}]");
            client.post("430[\"yes\"]\u001e4377[\"nobody asked\"]");
            assertThat(call.result().text(0)).isEqualTo("yes");
            long begun = Hub.current().now();
            assertThatThrownBy(() -> socket.call(Duration.ofSeconds(5), "q"))
                    .isInstanceOf(SocketTimeoutException.class);
            assertThat(Duration.ofNanos(Hub.current().now() - begun)).isEqualTo(Duration.ofSeconds(5));
            Greenlet<Object> lost = Jevent.spawn(() -> {
                assertThatThrownBy(() -> socket.call(Duration.ofDays(1), "q"))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("has disconnected");
                return "ended";
            });
            Jevent.idle();
            client.post("1");
            assertThat(lost.result()).isEqualTo("ended");
            assertThatThrownBy(() -> socket.emit("late")).hasMessageContaining("has disconnected");
            assertThatThrownBy(() -> socket.call(Duration.ZERO, "late")).hasMessageContaining("has disconnected");
            socket.join("room");
            assertThat(hub.root.to("room").sockets()).isEmpty();
            socket.disconnect();
            assertThat(socket.isConnected()).isFalse();
        });
    }

    @Test
    void tooManyEventsHoldUpTheClientOnly() throws Exception {
        OnHub.run(SocketIoOptions.DEFAULTS.maxPendingEvents(5), hub -> {
            var go = new Event();
            var handled = new Queue<Integer>();
            hub.root.on("n", event -> {
                go.await();
                handled.put(event.arguments().get(0, Integer.class));
            });
            PollingClient client = hub.connect();
            Greenlet<Integer> post = Jevent.spawn(() -> client.post(events(0, 50)));
            Jevent.sleep(Duration.ofSeconds(24)); // before the first ping
            assertThat(post.isReady()).isFalse();
            hub.connect(); // another client is not disturbed
            Jevent.sleep(Duration.ofSeconds(25)); // no pong can be read, which is not the client's fault
            assertThat(post.isReady()).isFalse();
            go.set();
            assertThat(post.result()).isEqualTo(200);
            for (int i = 0; i < 50; i++) {
                assertThat(handled.get()).isEqualTo(i);
            }
        });
    }

    @Test
    void acknowledgementsBehindManyEventsArrive() throws Exception {
        OnHub.run(SocketIoOptions.DEFAULTS.maxPendingEvents(5), hub -> {
            var answers = new Queue<String>();
            hub.root.on(
                    "ask",
                    event -> answers.put(
                            event.socket().call(Duration.ofSeconds(60), "q").text(0)));
            PollingClient client = hub.connect();
            client.post("42[\"ask\"]");
            assertThat(client.get()).isEqualTo("420[\"q\"]");
            assertThat(client.post(events(0, 40) + "\u001e430[\"yes\"]")).isEqualTo(200);
            assertThat(answers.get()).isEqualTo("yes");
            client.post("42[\"ask\"]");
            assertThat(client.get()).isEqualTo("421[\"q\"]");
            assertThat(client.post(events(0, 60))).isEqualTo(400);
            assertThat(hub.ends.get()).isEqualTo(DisconnectReason.PARSE_ERROR);
        });
    }

    @Test
    void aFullQueueBlocksEmitAndEndsAClientThatMissesABroadcast() throws Exception {
        OnHub.run(SocketIoOptions.DEFAULTS.maxQueued(1000), hub -> {
            var sockets = new Queue<ClientSocket>();
            hub.root.onConnect(sockets::put);
            PollingClient client = hub.connect();
            ClientSocket socket = sockets.get();
            Greenlet<Integer> sender = Jevent.spawn(() -> {
                for (int i = 0; i < 100; i++) {
                    socket.emit("n", i);
                }
                return 100;
            });
            Jevent.sleep(Duration.ofSeconds(1));
            assertThat(sender.isReady()).isFalse();
            var received = new ArrayList<String>();
            while (received.size() < 100) {
                received.addAll(List.of(client.get().split("\u001e", -1)));
            }
            assertThat(received).startsWith("42[\"n\",0]").endsWith("42[\"n\",99]");
            assertThat(sender.result()).isEqualTo(100);
            for (int i = 0; i < 100; i++) {
                hub.root.emit("n", i);
            }
            assertThat(hub.ends.get()).isEqualTo(DisconnectReason.TRANSPORT_ERROR);
            assertThat(hub.root.all().sockets()).isEmpty();
        });
    }

    @Test
    void aHandlerThatRefusesOrFailsConnectsNobody() throws Exception {
        OnHub.run(hub -> {
            hub.root.authorize(socket -> {
                assertThat(socket.isConnected()).isFalse();
                assertThat(socket.auth(Point.class)).contains(new Point(1, 2));
                throw new IllegalStateException("on purpose");
            });
            PollingClient client = hub.poll();
            client.post("40{\"x\":1,\"y\":2}");
            assertThat(client.get()).isEqualTo("44{\"message\":\"Internal Server Error\"}");
            assertThat(hub.failures).singleElement().hasToString("java.lang.IllegalStateException: on purpose");
            hub.root.authorize(_ -> {
                throw new ConnectRefusedException("no");
            });
            client.post("40");
            assertThat(client.get()).isEqualTo("44{\"message\":\"no\"}");
            assertThat(hub.root.size()).isZero();
        });
    }

    @Test
    void roomsKnowTheirSockets() throws Exception {
        OnHub.run(hub -> {
            var sockets = new Queue<ClientSocket>();
            hub.root.onConnect(sockets::put);
            hub.connect();
            ClientSocket first = sockets.get();
            PollingClient client = hub.connect();
            ClientSocket second = sockets.get();
            first.join("blue");
            first.join("red");
            second.join("red");
            assertThat(first.joined()).containsExactly("blue", "red");
            assertThat(hub.root.to("blue", "red").sockets()).containsExactly(first, second);
            assertThat(hub.root.to("red").except("blue").sockets()).containsExactly(second);
            assertThat(first.others().sockets()).containsExactly(second);
            assertThat(hub.root.to(second.id()).sockets()).containsExactly(second);
            first.leave("red");
            first.leave("red");
            assertThat(hub.root.all().to("red").sockets()).containsExactly(second);
            assertThat(second.namespace()).isSameAs(hub.root);
            second.attributes().put("name", "ada");
            client.post("41");
            assertThat(hub.ends.get()).isEqualTo(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
            assertThat(hub.root.to("red").sockets()).isEmpty();
            assertThat(second.joined()).isEmpty();
        });
    }
}
