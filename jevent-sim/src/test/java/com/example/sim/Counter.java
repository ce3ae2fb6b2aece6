// SPDX-License-Identifier: Apache-2.0
package com.example.sim;

/** A program with a static field. */
final class Counter {

    private static int count;

    private Counter() {}

    public static void main(String[] args) {
        for (int i = 0; i < Integer.parseInt(args[0]); i++) {
            count++;
        }
        System.setProperty("com.example.counts", System.getProperty("com.example.counts", "") + " " + count);
    }
}
