// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.sim.linear.Verdict.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinearTest {

    private static Kind verdict(String history, Model<?, Call, Object> model) {
        return Linear.verdict(Histories.read(history), model).kind();
    }

    /** The shapes of the tests of Porcupine and Knossos, and of the histories that Jepsen recorded of etcd. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # reads during a write may see the old value after the new one only if they overlap
            w invoke write 100; a invoke read; b invoke read; b ok 0; a ok 100; w ok | LINEARIZABLE
            w invoke write 200; a invoke read; a ok 200; b invoke read; b ok 0; w ok | NOT_LINEARIZABLE
            w invoke write 100; b invoke read; b ok 0; c invoke read; c ok 0; a invoke read; a ok 100; w ok | LINEARIZABLE
            # a read before any write
            a invoke read; a ok 0 | LINEARIZABLE
            a invoke read; a ok 1 | NOT_LINEARIZABLE
            # a read of a value that is written only later
            a invoke read; a ok 1; w invoke write 1; w ok | NOT_LINEARIZABLE
            # compare-and-set
            w invoke write 1; w ok; a invoke cas 1 2; b invoke cas 1 3; a ok true; b ok true | NOT_LINEARIZABLE
            w invoke write 1; w ok; a invoke cas 1 2; b invoke cas 2 3; b ok true; a ok true | LINEARIZABLE
            w invoke write 1; w ok; a invoke cas 1 2; a ok false | NOT_LINEARIZABLE
            w invoke write 1; w ok; a invoke cas 1 2; a fail; b invoke read; b ok 1 | LINEARIZABLE
            # a write that timed out may take effect much later
            a invoke write 5; a info; b invoke read; b ok 0; b invoke read; b ok 0; b invoke read; b ok 5 | LINEARIZABLE
            a invoke write 5; a info; b invoke read; b ok 5; b invoke read; b ok 0 | NOT_LINEARIZABLE
            a invoke write 5; a info; b invoke read; b ok 0 | LINEARIZABLE
            # a timed-out write takes effect once only
            a invoke write 5; a info; b invoke read; b ok 5; w invoke write 7; w ok; b invoke read; b ok 5 | NOT_LINEARIZABLE
            a invoke cas 0 5; a info; b invoke write 9; b ok; c invoke read; c ok 5 | NOT_LINEARIZABLE
            # etcd: a stale read after a compare-and-set was acknowledged
            a invoke cas 0 4; a ok true; b invoke read; c invoke cas 4 1; c ok true; b ok 0 | NOT_LINEARIZABLE
            a invoke cas 0 4; b invoke read; a ok true; c invoke cas 4 1; c ok true; b ok 0 | LINEARIZABLE
            # two readers disagree about the order of two writes
            a invoke write 1; b invoke write 2; a ok; b ok; c invoke read; c ok 1; d invoke read; d ok 2 | NOT_LINEARIZABLE
            a invoke write 1; b invoke write 2; c invoke read; c ok 1; d invoke read; d ok 2; a ok; b ok | LINEARIZABLE
            """)
    void registers(String history, Kind expected) {
        assertThat(verdict(history, Models.register(0))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            map | a invoke put x 1; b invoke put y 2; a ok; b ok; a invoke get x; a ok 1; b invoke get y; b ok 2 | LINEARIZABLE
            map | a invoke put x 1; a ok; b invoke get y; b ok 1 | NOT_LINEARIZABLE
            map | a invoke append x a; b invoke append x b; a ok; b ok; c invoke get x; c ok ba | LINEARIZABLE
            map | a invoke append x a; a ok; b invoke append x b; b ok; c invoke get x; c ok ba | NOT_LINEARIZABLE
            map | a invoke getAndPut x 1; a ok nil; b invoke getAndRemove x; b ok 1; b invoke get x; b ok nil | LINEARIZABLE
            map | a invoke put x 1; a ok; b invoke cas x 1 2; b ok true; c invoke remove x; c ok; c invoke get x; c ok 2 | NOT_LINEARIZABLE
            queue | a invoke put 1; a ok; b invoke put 2; b ok; c invoke take; c ok 2 | NOT_LINEARIZABLE
            queue | a invoke put 1; b invoke put 2; a ok; b ok; c invoke take; c ok 2; c invoke size; c ok 1 | LINEARIZABLE
            queue | c invoke take; a invoke put 1; a ok; c ok 1; c invoke poll; c ok nil | LINEARIZABLE
            queue | a invoke offer 1; a ok true; a invoke offer 2; a ok true; b invoke offer 3; b ok true | NOT_LINEARIZABLE
            queue | a invoke put 1; a ok; a invoke put 2; a ok; b invoke put 3; c invoke peek; c ok 1; b ok | NOT_LINEARIZABLE
            stack | a invoke push 1; a ok; a invoke push 2; a ok; b invoke pop; b ok 2; b invoke peek; b ok 1 | LINEARIZABLE
            stack | a invoke push 1; a ok; a invoke push 2; a ok; b invoke pop; b ok 1 | NOT_LINEARIZABLE
            set | a invoke add 1; b invoke add 1; a ok true; b ok true | NOT_LINEARIZABLE
            set | a invoke add 1; b invoke add 1; a ok true; b ok false; a invoke contains 1; a ok true; a invoke remove 1; a ok true | LINEARIZABLE
            counter | a invoke addAndGet 1; b invoke addAndGet 1; a ok 2; b ok 1; c invoke get; c ok 2 | LINEARIZABLE
            counter | a invoke add 1; b invoke add 1; a ok; b ok; c invoke get; c ok 1 | NOT_LINEARIZABLE
            counter | a invoke getAndAdd 3; a ok 0; c invoke get; c ok 3 | LINEARIZABLE
            lock | a invoke lock a; a ok; b invoke lock b; b ok | NOT_LINEARIZABLE
            lock | a invoke lock a; a ok; b invoke lock b; a invoke unlock a; b ok; a ok | LINEARIZABLE
            lock | a invoke lock a; a ok; b invoke tryLock b; b ok false; b invoke unlock b; b ok | NOT_LINEARIZABLE
            semaphore | a invoke acquire; a ok; b invoke acquire; b ok; c invoke acquire; c ok | NOT_LINEARIZABLE
            semaphore | a invoke acquire; a ok; b invoke tryAcquire; b ok true; c invoke acquire; a invoke release; a ok; c ok | LINEARIZABLE
            """)
    void otherModels(String model, String history, Kind expected) {
        assertThat(verdict(history, modelOf(model))).isEqualTo(expected);
    }

    static Model<?, Call, Object> modelOf(String name) {
        return switch (name) {
            case "map" -> Models.map();
            case "queue" -> Models.queue(2);
            case "stack" -> Models.stack();
            case "set" -> Models.set();
            case "counter" -> Models.counter(0);
            case "lock" -> Models.lock();
            case "semaphore" -> Models.semaphore(2);
            default -> throw new IllegalArgumentException(name);
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # a client that waits for ever needs a reason
            c invoke take; c waits | LINEARIZABLE
            c invoke take; a invoke put 1; a ok; c waits | NOT_LINEARIZABLE
            c invoke take; d invoke take; a invoke put 1; a ok; c waits; d ok 1 | LINEARIZABLE
            c invoke take; a invoke put 1; a ok; c waits; d invoke poll; d info | LINEARIZABLE
            a invoke put 1; a ok; a invoke put 2; a ok; b invoke put 3; b waits | LINEARIZABLE
            a invoke put 1; a ok; b invoke put 3; b waits | NOT_LINEARIZABLE
            """)
    void blockedClients(String history, Kind expected) {
        assertThat(verdict(history, Models.queue(2))).isEqualTo(expected);
    }

    @Test
    void aClientThatNeedNotWaitIsNamed() {
        Verdict verdict =
                Linear.verdict(Histories.read("c invoke take; a invoke put 1; a ok; c waits"), Models.queue());
        assertThat(verdict.text()).isEqualTo("""
                        the history is linearizable, but a client waits for ever that need not wait
                          c  take() -> waits  |--------->  <-- waits
                          a  put(1)               |---|
                        the longest order that fits: a: put(1); then the state is [1]""");
    }

    @Test
    void theMessageShowsTheShortestBeginningThatIsWrong() {
        var history = Histories.read("""
                w invoke write 1
                a invoke read
                w ok
                a ok 1
                b invoke write 2
                c invoke read
                c ok 2
                d invoke read
                d ok 1
                b ok
                e invoke read
                e ok 7
                """);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Linear.check(history, Models.register(0)))
                .withMessage("""
                        the history is not linearizable: of its 6 operations the first 4 to end do not fit into any order
                          w  write(1)       |-------|
                          a  read() -> 1        |-------|
                          b  write(2) -> ?                  |----------------->
                          c  read() -> 2                        |---|
                          d  read() -> 1                                |---|    <-- cannot be placed
                        the longest order that fits: w: write(1), a: read() -> 1, b: write(2) -> ?, c: read() -> 2; then the state is 2""");
    }

    @Test
    void theMessageNamesThePart() {
        assertThat(Linear.verdict(Histories.read("a invoke put x 1; a ok; a invoke get y; a ok 3"), Models.map())
                        .text())
                .startsWith("the history (of y) is not linearizable: of its 1 operations the first 1 to end do not fit")
                .contains("a  get(y) -> 3  |---|    <-- cannot be placed")
                .endsWith("the longest order that fits: none; then the state is empty");
    }

    @Test
    void aLongHistoryIsShownFromItsEnd() {
        var history = new History<Call, Object>();
        for (int i = 0; i < 100; i++) {
            history.ok(history.invoke("a", Call.of("write", i)), null);
        }
        history.ok(history.invoke("b", Call.of("read")), 3);
        assertThat(Linear.verdict(history, Models.register(0)).text())
                .contains("  (77 operations before)")
                .contains("write(99)")
                .doesNotContain("write(70)")
                .contains("the longest order that fits: ... a: write(88), ");
    }

    @Test
    void tooMuchWorkIsUnknown() {
        var history = new History<Call, Object>();
        for (int i = 0; i < 30; i++) {
            history.unknown(history.invoke("c" + i, Call.of("write", i)));
        }
        for (int i = 0; i < 30; i++) {
            history.ok(history.invoke("r", Call.of("read")), i == 29 ? 100 : 29 - i);
        }
        Verdict steps = Linear.verdict(history.entries(), Models.register(0), new Effort(1000, 1L << 30));
        assertThat(steps.kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(steps.text())
                .isEqualTo("it is not known whether the history is linearizable: the model was asked 1000 times for 60"
                        + " operations; check fewer operations at the same time, or allow more effort");
        Verdict bytes = Linear.verdict(history.entries(), Models.register(0), new Effort(Long.MAX_VALUE, 1 << 20));
        assertThat(bytes.kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(bytes.text()).contains("the search remembered 1 MB for 60 operations");
        assertThatIllegalArgumentException().isThrownBy(() -> new Effort(0, 1));
    }

    /** Four clients, ten keys; the work is bounded by steps, so the test does not depend on the machine. */
    static List<History.Entry<Call, Object>> keyValueHistory(int operations, long seed) {
        var random = new SplittableRandom(seed);
        var history = new History<Call, Object>();
        var store = new int[10];
        var open = new ArrayList<History.Invocation<Call, Object>>();
        var results = new ArrayList<Object>();
        for (int i = 0; i < operations || !open.isEmpty(); i++) {
            if (open.size() < 4 && i < operations) {
                int key = random.nextInt(store.length);
                boolean write = random.nextBoolean();
                open.add(history.invoke(
                        "client " + random.nextInt(4), write ? Call.of("put", key, i) : Call.of("get", key)));
                results.add(store[key] == 0 ? null : store[key]);
                if (write) {
                    store[key] = i;
                }
            } else {
                int which = random.nextInt(open.size());
                history.ok(open.remove(which), results.remove(which));
            }
        }
        return history.entries();
    }

    @Test
    void tenThousandOperationsOnKeysTakeLittleWork() {
        List<History.Entry<Call, Object>> entries = keyValueHistory(20_000, 1);
        assertThat(entries).hasSizeGreaterThan(10_000);
        assertThat(Linear.verdict(entries, Models.map(), new Effort(200_000, 64 << 20))
                        .kind())
                .isEqualTo(Kind.LINEARIZABLE);
    }

    @Test
    void recordsWhatACodeDoes() throws Exception {
        var history = new History<Call, Object>().failsBy(IllegalStateException.class::isInstance);
        int result = history.record("a", Call.of("read"), () -> 7);
        assertThat(result).isEqualTo(7);
        assertThatThrownBy(() -> history.record("a", Call.of("write", 1), () -> {
                    throw new IllegalStateException("refused");
                }))
                .hasMessage("refused");
        assertThatThrownBy(() -> history.record("a", Call.of("write", 2), () -> {
                    throw new IOException("timeout");
                }))
                .hasMessage("timeout");
        assertThat(history.entries())
                .extracting(entry -> entry.input() + " " + entry.outcome())
                .containsExactly("read() 7", "write(2) ?");
        var invocation = history.invoke("b", Call.of("read"));
        history.ok(invocation, 1);
        assertThatIllegalStateException()
                .isThrownBy(() -> history.unknown(invocation))
                .withMessage("the operation has ended before: b: read() -> 1");
    }

    @Test
    void aModelNamesItsOperations() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> verdict("a invoke take; a ok", Models.register(0)))
                .withMessage("the model of a register has no take(); it has read(), write(value) and"
                        + " cas(expected, value)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> verdict("a invoke put x; a ok", Models.map()))
                .withMessage("put(x) needs 2 arguments or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> verdict("a invoke add x; a ok", Models.counter(0)))
                .withMessage("add(x): the argument must be a number");
    }
}
