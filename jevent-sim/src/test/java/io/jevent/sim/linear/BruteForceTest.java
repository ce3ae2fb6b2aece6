// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.linear;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.sim.linear.History.Entry;
import io.jevent.sim.linear.History.Invocation;
import io.jevent.sim.linear.Verdict.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checker against one that tries all orders, on small random histories. */
class BruteForceTest {

    private static final int HISTORIES = 4000;

    @ParameterizedTest
    @CsvSource({"register", "map", "queue", "stack", "set", "counter", "lock", "semaphore"})
    void agreeOnRandomHistories(String name) {
        Model<?, Call, Object> model = name.equals("register") ? Models.register(0) : LinearTest.modelOf(name);
        var random = new SplittableRandom(name.hashCode());
        Map<Kind, Integer> seen = new HashMap<>();
        for (int i = 0; i < HISTORIES; i++) {
            List<Entry<Call, Object>> entries = history(random, name);
            Kind expected = allOrders(model, entries) ? Kind.LINEARIZABLE : Kind.NOT_LINEARIZABLE;
            Verdict verdict = Linear.verdict(entries, model, Effort.DEFAULT);
            assertThat(verdict.kind()).as(() -> entries.toString()).isEqualTo(expected);
            seen.merge(expected, 1, Integer::sum);
        }
        assertThat(seen.values()).as("both verdicts occur often").hasSize(2).allMatch(count -> count > HISTORIES / 20);
    }

    private static List<Entry<Call, Object>> history(SplittableRandom random, String model) {
        var history = new History<Call, Object>();
        var open = new ArrayList<Invocation<Call, Object>>();
        int left = 2 + random.nextInt(5);
        while (left > 0 || !open.isEmpty()) {
            if (left > 0 && (open.isEmpty() || (open.size() < 3 && random.nextBoolean()))) {
                open.add(history.invoke("c" + left, callOf(random, model)));
                left--;
            } else {
                end(history, open.remove(random.nextInt(open.size())), random);
            }
        }
        return history.entries();
    }

    private static void end(
            History<Call, Object> history, Invocation<Call, Object> operation, SplittableRandom random) {
        switch (random.nextInt(12)) {
            case 0 -> history.unknown(operation);
            case 1 -> history.blocked(operation);
            default -> history.ok(operation, resultOf(random, operation.toString()));
        }
    }

    private static Call callOf(SplittableRandom random, String model) {
        int value = random.nextInt(2);
        return switch (model) {
            case "register" -> pick(random, Call.of("read"), Call.of("write", value), Call.of("cas", value, 1 - value));
            case "map" -> {
                String key = random.nextInt(4) == 0 ? "y" : "x";
                yield pick(
                        random,
                        Call.of("get", key),
                        Call.of("put", key, value),
                        Call.of("getAndPut", key, value),
                        Call.of("cas", key, value, 1 - value));
            }
            case "queue" ->
                pick(
                        random,
                        Call.of("put", value),
                        Call.of("offer", value),
                        Call.of("take"),
                        Call.of("poll"),
                        Call.of("size"));
            case "stack" -> pick(random, Call.of("push", value), Call.of("pop"), Call.of("peek"));
            case "set" -> pick(random, Call.of("add", value), Call.of("remove", value), Call.of("contains", value));
            case "counter" ->
                pick(random, Call.of("get"), Call.of("add", 1), Call.of("addAndGet", 1), Call.of("getAndAdd", 1));
            case "lock" -> pick(random, Call.of("lock", value), Call.of("unlock", value), Call.of("tryLock", value));
            case "semaphore" -> pick(random, Call.of("acquire"), Call.of("tryAcquire"), Call.of("release"));
            default -> throw new IllegalArgumentException(model);
        };
    }

    private static Call pick(SplittableRandom random, Call... calls) {
        return calls[random.nextInt(calls.length)];
    }

    private static Object resultOf(SplittableRandom random, String operation) {
        if (operation.matches(".*(cas|offer|add\\(|remove|contains|try).*")) {
            return random.nextBoolean();
        }
        if (operation.matches(".*(get\\(\\)|addAndGet|getAndAdd).*")) {
            return (long) random.nextInt(3);
        }
        if (operation.matches(".*(read|size).*")) {
            return random.nextInt(2);
        }
        int value = random.nextInt(3);
        return value == 2 ? null : (Object) value;
    }

    private static <S> boolean allOrders(Model<S, Call, Object> model, List<Entry<Call, Object>> entries) {
        Function<Entry<Call, Object>, Object> part = entry -> String.valueOf(model.partition(entry.input()));
        return entries.stream()
                .map(part)
                .distinct()
                .allMatch(key -> anyOrder(
                        model,
                        model.init(),
                        entries.stream()
                                .filter(entry -> part.apply(entry).equals(key))
                                .toList()));
    }

    /** Whether those that are left can happen one after the other. */
    private static <S> boolean anyOrder(Model<S, Call, Object> model, S state, List<Entry<Call, Object>> left) {
        boolean done = left.stream().noneMatch(entry -> entry.outcome().isKnown());
        boolean allBlock = left.stream()
                .filter(entry -> entry.outcome().isBlocked())
                .allMatch(entry -> model.step(state, entry.input(), entry.outcome()) == null);
        if (done && allBlock) {
            return true;
        }
        for (Entry<Call, Object> entry : left) {
            boolean after = left.stream().anyMatch(other -> other.ended() < entry.begun());
            if (!after && !entry.outcome().isBlocked()) {
                S next = model.step(state, entry.input(), entry.outcome());
                var rest = new ArrayList<>(left);
                rest.remove(entry);
                if (next != null && anyOrder(model, next, rest)) {
                    return true;
                }
            }
        }
        return false;
    }
}
