// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.time.Duration;
import java.util.Map;

/** The storage of sessions between requests. */
interface SessionStore {

    /** Returns the values of the session with a token that a client sent; empty if the token is unknown or too old. */
    Map<String, String> load(String token, Duration age);

    /** Stores values; returns the token for the client. */
    String save(String token, Map<String, String> values);

    /** Deletes the session with a token. */
    void drop(String token);
}
