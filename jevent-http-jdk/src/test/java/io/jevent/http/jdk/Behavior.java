// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.jdk;

import com.sun.net.httpserver.HttpServer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A row of the comparison: what a program sets up, what a client sends, and whether both servers must do the same.
 *
 * @param name its name
 * @param setup makes the contexts
 * @param sent what a client sends
 * @param difference why the servers differ; null if they must not
 * @param jdk what the JDK's server does, if they differ
 * @param own what jevent's server does, if they differ
 */
record Behavior(
        String name,
        Setup setup,
        String sent,
        @Nullable String difference,
        Predicate<String> jdk,
        Predicate<String> own) {

    /** Makes the contexts of a server. */
    @FunctionalInterface
    interface Setup {
        void make(HttpServer server) throws Exception;
    }

    static Behavior same(String name, Setup setup, String sent) {
        return new Behavior(name, setup, sent, null, _ -> true, _ -> true);
    }

    static Behavior differs(
            String name, Setup setup, String sent, String why, Predicate<String> jdk, Predicate<String> own) {
        return new Behavior(name, setup, sent, why, jdk, own);
    }

    @Override
    public String toString() {
        return name;
    }
}
