// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload;

import java.util.List;

/**
 * The document of the row {@code json}.
 *
 * @param customer who orders
 * @param orders what
 */
public record Order(String customer, List<Item> orders) {

    /** One order. */
    public record Item(int id, String name, double price, boolean paid) {}
}
