// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The storage of sessions between requests. */
interface SessionStore {

    /** Returns the values of the session with a token that a client sent; empty if the token is unknown or too old. */
    Map<String, String> load(String token, Duration age);

    /**
     * Stores values; returns the token for the client. An empty token makes a new session. Returns null if the session
     * with the token was ended meanwhile.
     */
    @Nullable
    String save(String token, Map<String, String> values);

    /** Deletes the session with a token; returns false if there is none. */
    boolean drop(String token);

    /** Deletes all sessions of which {@code which} accepts the values; returns how many. */
    int dropIf(Predicate<Map<String, String>> which);
}
