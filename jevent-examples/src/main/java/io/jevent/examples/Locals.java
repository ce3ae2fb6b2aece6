// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Jevent;
import io.jevent.local.Local;
import java.util.NoSuchElementException;

/** Variables of which every greenlet has its own. */
final class Locals {

    private Locals() {}

    // @start region="program"
    private static final Local<Integer> X = new Local<>("x");
    private static final Local<Integer> Y = new Local<>("y");

    static void main() {
        var first = Jevent.spawn(() -> {
            X.set(1);
            IO.println(X.get());
        });
        var second = Jevent.spawn(() -> {
            Y.set(2);
            IO.println(Y.get());
            try {
                X.get();
            } catch (NoSuchElementException e) {
                IO.println("x is not local to f2");
            }
        });
        Jevent.joinAll(first, second);
    }
    // @end
}
