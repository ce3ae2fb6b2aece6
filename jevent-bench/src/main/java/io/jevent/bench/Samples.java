// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The results of one contestant in a row: a number for each round, or the failure that ended it. */
final class Samples {

    private final String name;
    private final List<Double> numbers = new ArrayList<>();
    private @Nullable String remark;
    private @Nullable String failure;

    Samples(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    void add(double number) {
        numbers.add(number);
    }

    void remark(String words) {
        remark = words;
    }

    void fail(String reason) {
        failure = reason;
    }

    boolean failed() {
        return failure != null;
    }

    Optional<String> remark() {
        return Optional.ofNullable(remark);
    }

    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** Returns the median, or empty if nothing was measured or the contestant failed. */
    Optional<Double> median() {
        if (numbers.isEmpty() || failed()) {
            return Optional.empty();
        }
        var sorted = numbers.stream().sorted().toList();
        int middle = sorted.size() / 2;
        if (sorted.size() % 2 == 1) {
            return Optional.of(sorted.get(middle));
        }
        return Optional.of((sorted.get(middle - 1) + sorted.get(middle)) / 2);
    }

    /** Returns the smallest number there is. */
    double least() {
        return Collections.min(numbers);
    }

    /** Returns the largest number there is. */
    double most() {
        return Collections.max(numbers);
    }
}
