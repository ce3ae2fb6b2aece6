// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.linear;

import io.jevent.sim.linear.History.Invocation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Reads histories from lines such as {@code a invoke cas 1 2}, {@code a ok true}, {@code b fail}, {@code c info}. */
final class Histories {

    private Histories() {}

    static History<Call, Object> read(String lines) {
        var history = new History<Call, Object>();
        Map<String, Invocation<Call, Object>> open = new HashMap<>();
        for (String line : lines.strip().split("\\s*[\n;]\\s*", -1)) {
            String[] words = line.split(" ", -1);
            Object[] values = Arrays.stream(words).skip(2).map(Histories::value).toArray();
            switch (words[1]) {
                case "invoke" ->
                    open.put(
                            words[0],
                            history.invoke(
                                    words[0],
                                    Call.of(String.valueOf(values[0]), Arrays.copyOfRange(values, 1, values.length))));
                case "ok" -> history.ok(open.remove(words[0]), values.length == 0 ? null : values[0]);
                case "fail" -> history.fail(open.remove(words[0]));
                case "info" -> history.unknown(open.remove(words[0]));
                case "waits" -> history.blocked(open.remove(words[0]));
                default -> throw new IllegalArgumentException(line);
            }
        }
        return history;
    }

    private static Object value(String word) {
        return switch (word) {
            case "nil" -> null;
            case "true" -> true;
            case "false" -> false;
            default -> word.matches("-?\\d+") ? (Object) Integer.valueOf(word) : word;
        };
    }
}
