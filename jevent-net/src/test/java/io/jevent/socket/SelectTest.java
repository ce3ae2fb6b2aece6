// SPDX-License-Identifier: Apache-2.0
package io.jevent.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import io.jevent.exceptions.InvalidThreadUseException;
import io.jevent.hub.Hub;
import io.jevent.hub.Link;
import io.jevent.hub.Linkable;
import io.jevent.select.Poll;
import io.jevent.select.Readiness;
import io.jevent.select.Select;
import io.jevent.select.Selectable;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests selects of each kind of socket, and the settings that all sockets have. */
@ParameterizedClass
@EnumSource(OnLoop.class)
class SelectTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private final OnLoop loop;

    SelectTest(OnLoop loop) {
        this.loop = loop;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void namesTheSocketThatHasInput() throws Exception {
        loop.run(() -> {
            try (var listener = StreamListener.listen("127.0.0.1:0");
                    var datagrams = UdpSocket.bind("127.0.0.1:0")) {
                assertThat(Select.select(List.of(listener, datagrams), List.of(), Duration.ZERO)
                                .readable())
                        .isEmpty();
                var client = Jevent.spawn(() -> StreamSocket.connect(listener.localAddress()));
                assertThat(Select.select(List.of(listener, datagrams), List.of(), LONG)
                                .readable())
                        .containsExactly(listener);
                try (var accepted = listener.accept(LONG);
                        var connected = client.result()) {
                    var readers = List.of(accepted, datagrams);
                    connected.sendAll(bytes("x"));
                    assertThat(Select.select(readers, List.of(), LONG).readable())
                            .containsExactly(accepted);
                    assertThat(accepted.read(ByteBuffer.allocate(10))).isEqualTo(1);
                    datagrams.send(ByteBuffer.wrap(bytes("y")), datagrams.localAddress());
                    assertThat(Select.select(readers, List.of(), LONG).readable())
                            .containsExactly(datagrams);
                    assertThat(Select.select(List.of(), List.of(connected, datagrams), LONG)
                                    .writable())
                            .containsExactly(connected, datagrams);
                }
            }
        });
    }

    @Test
    void socketsOfAnotherHubAreRefused() throws Exception {
        loop.run(() -> {
            StreamSocket.Pair pair = StreamSocket.pair();
            try (var listener = StreamListener.listen("127.0.0.1:0");
                    var datagrams = UdpSocket.bind("127.0.0.1:0");
                    var first = pair.first();
                    var second = pair.second()) {
                List<Linkable> views = List.of(
                        listener.readable(),
                        datagrams.readable(),
                        datagrams.writable(),
                        first.readable(),
                        first.writable());
                Runnable link = () -> {};
                List<ThrowingCallable> uses = new ArrayList<>();
                for (Selectable socket : List.of(listener, datagrams, first)) {
                    uses.add(() -> Select.awaitReadable(socket, LONG));
                    uses.add(() -> Select.select(List.of(socket), List.of(), Duration.ZERO));
                    uses.add(() -> {
                        var poll = new Poll<Selectable>();
                        poll.register(socket, Readiness.READABLE);
                        poll.poll(Duration.ZERO);
                    });
                }
                uses.add(() -> Select.awaitWritable(first, LONG));
                uses.add(() -> Select.select(List.of(), List.of(datagrams), LONG));
                for (Linkable view : views) {
                    uses.add(view::isReady);
                    uses.add(() -> view.rawlink(link));
                    uses.add(() -> view.unlink(link));
                    uses.add(() -> Jevent.await(List.of(view), 1));
                }
                Peer.aside(() -> {
                    for (ThrowingCallable use : uses) {
                        assertThatThrownBy(use)
                                .isInstanceOf(InvalidThreadUseException.class)
                                .hasMessageContaining("use it in a greenlet of that hub");
                    }
                    return null;
                });
                second.sendAll(bytes("x"));
                assertThat(Select.awaitReadable(first, LONG)).isTrue();
            }
        });
    }

    @Test
    void aLinkThatIsRemovedDoesNotKeepTheHubAlive() throws Exception {
        loop.run(() -> {
            StreamSocket.Pair pair = StreamSocket.pair();
            try (var first = pair.first();
                    var second = pair.second()) {
                var called = new ArrayList<String>();
                Linkable view = first.readable();
                Runnable byCallback = () -> called.add("by callback");
                Link byHandle = view.rawlink(() -> called.add("by handle"));
                var _ = view.rawlink(byCallback);
                assertThat(Hub.current().loop().hasWork()).isTrue();
                assertThat(byHandle.unlink()).isTrue();
                view.unlink(byCallback);
                assertThat(Hub.current().loop().hasWork()).isFalse();
                Link notified = view.rawlink(() -> called.add("notified"));
                second.sendAll(bytes("x"));
                assertThat(Select.awaitReadable(first, LONG)).isTrue();
                Jevent.sleep();
                assertThat(called).containsExactly("notified");
                assertThat(notified.unlink()).isFalse();
                assertThat(Hub.current().loop().hasWork()).isFalse();
                Link atOnce = view.rawlink(() -> called.add("at once"));
                Jevent.sleep();
                assertThat(called).containsExactly("notified", "at once");
                assertThat(atOnce.unlink()).isFalse();
            }
        });
    }

    @Test
    void everyKindOfSocketHasATimeLimitOfItsOwn() throws Exception {
        loop.run(() -> {
            try (var listener = StreamListener.listen("127.0.0.1:0");
                    var datagrams = UdpSocket.bind("127.0.0.1:0")) {
                assertThat(listener.timeout()).isEmpty();
                listener.setTimeout(Duration.ofMillis(1));
                assertThat(listener.timeout()).contains(Duration.ofMillis(1));
                assertThatThrownBy(listener::accept).isInstanceOf(SocketTimeoutException.class);
                listener.clearTimeout();
                assertThat(listener.timeout()).isEmpty();
                assertThat(datagrams.timeout()).isEmpty();
                datagrams.setTimeout(Duration.ofMillis(1));
                assertThat(datagrams.timeout()).contains(Duration.ofMillis(1));
                assertThatThrownBy(datagrams::receive).isInstanceOf(SocketTimeoutException.class);
                datagrams.clearTimeout();
                assertThat(datagrams.timeout()).isEmpty();
            }
        });
    }

    @Test
    void theySayWhatTheyAreAndWhetherTheyAreOpen() throws Exception {
        loop.run(() -> {
            var listener = StreamListener.listen("127.0.0.1:0");
            var datagrams = UdpSocket.bind("127.0.0.1:0");
            datagrams.setOption(StandardSocketOptions.SO_BROADCAST, true);
            assertThat(datagrams.option(StandardSocketOptions.SO_BROADCAST)).isTrue();
            assertThat(listener.toString()).contains(Integer.toString(listener.port()));
            assertThat(datagrams.toString())
                    .contains(Integer.toString(datagrams.localAddress().getPort()));
            assertThat(listener.isOpen()).isTrue();
            assertThat(datagrams.isOpen()).isTrue();
            listener.close();
            datagrams.close();
            assertThat(listener.isOpen()).isFalse();
            assertThat(datagrams.isOpen()).isFalse();
        });
    }
}
