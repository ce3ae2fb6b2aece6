// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.growth;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Something that a program does once per greenlet, connection, name or context.
 *
 * @param name what it does
 * @param count how often it is done to see whether something stays
 * @param making makes what it needs
 */
record Operation(String name, int count, Making making) {

    /** Prepares an operation. */
    @FunctionalInterface
    interface Making {
        Once make(Closing closing) throws Exception;
    }

    /** Does it once. */
    @FunctionalInterface
    interface Once {
        void run(int number) throws Exception;
    }

    /** Closes resources after the last repetition, the newest first. */
    static final class Closing implements AutoCloseable {
        private final Deque<AutoCloseable> things = new ArrayDeque<>();

        <T extends AutoCloseable> T add(T thing) {
            things.push(thing);
            return thing;
        }

        @Override
        public void close() {
            for (AutoCloseable thing : things) {
                try {
                    thing.close();
                } catch (Exception e) {
                    throw new IllegalStateException(thing + " could not be closed", e);
                }
            }
        }
    }

    /** One that needs nothing. */
    static Operation of(String name, int count, Once once) {
        return new Operation(name, count, _ -> once);
    }

    @Override
    public String toString() {
        return name;
    }
}
