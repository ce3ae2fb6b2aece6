// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.jdk;

import com.sun.net.httpserver.HttpServer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A row of the comparison.
 *
 * @param name its name
 * @param setup makes the contexts
 * @param sent what a client sends
 * @param difference how the servers differ; null if they must not
 */
record Behavior(
        String name, Setup setup, String sent, @Nullable Difference difference) {

    /** Makes the contexts of a server. */
    @FunctionalInterface
    interface Setup {
        void make(HttpServer server) throws Exception;
    }

    /**
     * A difference that is meant.
     *
     * @param why the reason
     * @param jdk what the JDK's server does
     * @param own what jevent's server does
     */
    record Difference(String why, Predicate<String> jdk, Predicate<String> own) {}

    static Behavior same(String name, Setup setup, String sent) {
        return new Behavior(name, setup, sent, null);
    }

    /** Returns this row for servers that differ. */
    Behavior but(String why, Predicate<String> jdk, Predicate<String> own) {
        return new Behavior(name, setup, sent, new Difference(why, jdk, own));
    }

    @Override
    public String toString() {
        return name;
    }
}
