// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages as bytes, and bytes that are no message. */
class CodecTest {

    private static final int LIMIT = 1000;

    private enum Color {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "green";
            }
        }
    }

    private record Point(int x, Color color, List<? extends Leaf> leaves) {}

    private record Leaf(String name) {}

    private record Box<T>(T content) {}

    private static AllowList list() {
        var list = new AllowList();
        list.add(Point.class);
        list.add(Box.class);
        return list;
    }

    private static Object passed(Object value) {
        return Decoder.decode(Encoder.encode(value, list(), LIMIT), list());
    }

    static Stream<Object> values() {
        return Stream.of(
                true,
                false,
                (byte) 1,
                (short) -2,
                'c',
                3,
                4L,
                5.5f,
                6.5,
                "seven",
                Instant.ofEpochSecond(8, 9),
                Duration.ofSeconds(-10, 11),
                new UUID(12, 13),
                BigInteger.TWO.pow(200),
                new BigDecimal("14.150"),
                Optional.empty(),
                Optional.of(16),
                Arrays.asList(17, null),
                Set.of(18),
                Map.of("nineteen", List.of(20)),
                Color.RED,
                Color.GREEN,
                new Point(21, Color.GREEN, List.of(new Leaf("oak"))),
                new Box<>(new Leaf("elm")));
    }

    @ParameterizedTest
    @MethodSource("values")
    void aValueIsTheSameAfterwards(Object value) {
        assertThat(passed(value)).isEqualTo(value);
    }

    @Test
    void nullAndBytesAreTheSameAfterwards() {
        assertThat(Decoder.decode(Encoder.encode(null, list(), LIMIT), list())).isNull();
        assertThat((byte[]) passed(new byte[] {1, 2})).containsExactly(1, 2);
    }

    @Test
    void aMessageThatIsNestedTooDeepIsRefused() {
        Object value = 1;
        for (int i = 0; i < Encoder.DEEPEST; i++) {
            value = List.of(value);
        }
        Object deep = value;
        assertThatThrownBy(() -> Encoder.encode(deep, list(), LIMIT))
                .isInstanceOf(MessageRefusedException.class)
                .hasMessageContaining("nested");
        ByteBuffer lists = ByteBuffer.allocate(5 * (Encoder.DEEPEST + 1));
        while (lists.hasRemaining()) {
            lists.put((byte) Encoder.Tag.LIST).putInt(1);
        }
        refuses(lists.array(), "nested");
    }

    @Test
    void bytesThatAreNoMessageAreRefused() {
        refuses(new byte[0], "damaged");
        refuses(new byte[] {99}, "unknown kind 99");
        refuses(new byte[] {Encoder.Tag.TRUE, 0}, "longer than its content");
        refuses(ByteBuffer.allocate(5).put((byte) Encoder.Tag.LIST).putInt(1000).array(), "damaged");
        refuses(ByteBuffer.allocate(5).put((byte) Encoder.Tag.BYTES).putInt(-1).array(), "damaged");
        refuses(named(Encoder.Tag.BIG_INTEGER, "x"), "damaged");
        refuses(named(Encoder.Tag.RECORD, String.class.getName()), "does not know the class java.lang.String");
        refuses(named(Encoder.Tag.RECORD, Color.class.getName()), "is no record");
        refuses(named(Encoder.Tag.ENUM, Color.class.getName(), "BLUE"), "has no constant BLUE");
        refuses(named(Encoder.Tag.ENUM, Leaf.class.getName(), "BLUE"), "has no constant BLUE");
    }

    private static byte[] named(int tag, String... texts) {
        ByteBuffer bytes = ByteBuffer.allocate(LIMIT).put((byte) tag);
        for (String text : texts) {
            byte[] utf8 = text.getBytes(UTF_8);
            bytes.putInt(utf8.length).put(utf8);
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static void refuses(byte[] bytes, String why) {
        assertThatThrownBy(() -> Decoder.decode(bytes, list()))
                .isInstanceOf(MessageRefusedException.class)
                .hasMessageContaining(why);
    }

    @Test
    void aReportTellsWhichMemberIsUnreachable() {
        var lost = new ClusterReport.Member("10.0.0.2:7355", "Up", false);
        var report = new ClusterReport(
                "10.0.0.1:7355",
                false,
                List.of(new ClusterReport.Member("10.0.0.1:7355", "Leaving", true), lost),
                List.of(),
                0);
        assertThat(report.unreachable()).containsExactly(lost);
        assertThat(report).hasToString("""
                node 10.0.0.1:7355, not up, 0 dropped
                member 10.0.0.1:7355 Leaving
                member 10.0.0.2:7355 Up, unreachable
                """);
    }
}
