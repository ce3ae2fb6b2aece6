// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

/**
 * The unit of a row's numbers, and their direction.
 *
 * @param unit the unit, such as {@code ns/switch}
 * @param lowerIsBetter whether the smaller of two numbers is the better one
 */
record Metric(String unit, boolean lowerIsBetter) {

    /** Returns a metric of which less is better. */
    static Metric cost(String unit) {
        return new Metric(unit, true);
    }

    /** Returns a metric of which more is better. */
    static Metric rate(String unit) {
        return new Metric(unit, false);
    }

    /** Returns how many times better {@code ours} is than {@code theirs}; below 1 it is worse. */
    double advantage(double ours, double theirs) {
        return lowerIsBetter ? theirs / ours : ours / theirs;
    }
}
