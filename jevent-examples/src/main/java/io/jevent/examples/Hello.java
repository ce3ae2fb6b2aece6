// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

/** The smallest program. */
final class Hello {
    private Hello() {}

    static void main(String[] args) {
        System.out.println("Hello, " + (args.length > 0 ? args[0] : "world") + "!");
    }
}
