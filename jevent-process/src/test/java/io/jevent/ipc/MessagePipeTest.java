// SPDX-License-Identifier: Apache-2.0
package io.jevent.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.exceptions.ConcurrentObjectUseException;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import io.jevent.select.Select;
import java.io.EOFException;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A message pipe with both ends in one process. */
class MessagePipeTest {

    private static final int MAX = 1000;

    private final PipedInputStream wire = new PipedInputStream(1 << 16);
    private final OutputStream raw = new PipedOutputStream(wire);
    private final MessagePipe<String> end =
            new MessagePipe<>(wire, new PipedOutputStream(new PipedInputStream(1 << 16)), Codec.text(), MAX, "the end");

    MessagePipeTest() throws IOException {
        super();
    }

    /** The body of a test. */
    private interface Body {
        void run() throws Exception;
    }

    private static void run(Body body) throws Exception {
        try (Hub _ = Hub.open(new VirtualTimeLoop())) {
            Jevent.run(() -> {
                body.run();
                return null;
            });
        }
    }

    private void send(int... bytes) throws IOException {
        for (int b : bytes) {
            raw.write(b);
        }
        raw.flush();
    }

    @Test
    void losesNothingOfAMessageThatComesInPieces() throws Exception {
        run(() -> {
            send(0, 0, 0);
            var first = Jevent.spawn(() -> end.get());
            Select.awaitReadable(end);
            first.kill();
            send(2, 'h');
            var second = Jevent.spawn(() -> end.get());
            Jevent.sleep();
            Jevent.sleep();
            assertThat(end.get(Duration.ZERO)).isEmpty();
            second.kill();
            send('i', 0, 0, 0, 0);
            assertThat(end.get()).isEqualTo("hi");
            assertThat(end.get(Duration.ofSeconds(1))).contains("");
        });
    }

    @Test
    void givesEachMessageToOneOfThoseWhoGet() throws Exception {
        run(() -> {
            var getters = new ArrayList<Greenlet<String>>();
            for (int i = 0; i < 3; i++) {
                getters.add(Jevent.spawn(() -> end.get()));
            }
            Jevent.sleep();
            send(0, 0, 0, 1, 'a', 0, 0, 0, 1, 'b', 0, 0, 0, 1, 'c');
            assertThat(getters.stream().map(Greenlet::result)).containsExactly("a", "b", "c");
        });
    }

    @Test
    void tellsTheEndBetweenMessagesFromOneInside() throws Exception {
        run(() -> {
            send(0, 0, 0, 1, 'a');
            raw.close();
            assertThat(end.get()).isEqualTo("a");
            assertThatThrownBy(end::get).isInstanceOf(EOFException.class).hasMessage("the end has ended");
        });
    }

    @Test
    void failsIfTheEndComesInsideOfAMessage() throws Exception {
        run(() -> {
            send(0, 0, 0, 5, 'a');
            raw.close();
            assertThatThrownBy(end::get)
                    .isInstanceOf(IOException.class)
                    .hasMessage("the end ended in the middle of a message");
        });
    }

    @Test
    void refusesWhatIsTooLong() throws Exception {
        run(() -> {
            assertThatThrownBy(() -> end.put("x".repeat(MAX + 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a message through the end must have at most 1000 bytes: 1001");
            send(0xff, 0xff, 0xff, 0xff);
            assertThatThrownBy(end::get)
                    .isInstanceOf(IOException.class)
                    .hasMessage("a message through the end must have at most 1000 bytes: 4294967295");
            assertThatThrownBy(() -> new MessagePipe<>(wire, raw, Codec.bytes(), 0, "x"))
                    .hasMessage("maxBytes must be at least 1: 0");
        });
    }

    @Test
    void isNotClosedWhileItIsUsed() throws Exception {
        run(() -> {
            var getter = Jevent.spawn(() -> end.get());
            Jevent.sleep();
            assertThatThrownBy(end::close)
                    .isInstanceOf(ConcurrentObjectUseException.class)
                    .hasMessage("the end cannot be closed while a greenlet is in get(); end that greenlet first");
            getter.kill();
            end.put("still open");
            end.close();
            end.close();
            assertThat(end).hasToString("MessagePipe of the end (closed)");
            assertThatThrownBy(end::get).isInstanceOf(IOException.class).hasMessage("the end is closed");
            assertThatThrownBy(() -> end.put("x"))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the end is closed");
        });
    }

    /** A message. */
    record Point(int x, List<String> names) implements Serializable {}

    /** None of the classes that may come. */
    record Stranger(int x) implements Serializable {}

    @Test
    void serializesOnlyWhatWasAllowed() throws Exception {
        Codec<Point> codec = Codec.serialized(Point.class);
        var point = new Point(3, new ArrayList<>(List.of("a")));
        assertThat(codec.decode(codec.encode(point))).isEqualTo(point);
        byte[] strange = Codec.serialized(Stranger.class).encode(new Stranger(1));
        assertThatThrownBy(() -> codec.decode(strange)).isInstanceOf(java.io.InvalidClassException.class);
        byte[] text = Codec.serialized(String.class).encode("text");
        assertThatThrownBy(() -> codec.decode(text))
                .isInstanceOf(InvalidObjectException.class)
                .hasMessageStartingWith("the message is no io.jevent.ipc.MessagePipeTest$Point: ");
        assertThat(Codec.bytes().decode(Codec.bytes().encode(new byte[] {1}))).containsExactly(1);
    }
}
