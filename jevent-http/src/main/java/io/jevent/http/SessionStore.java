// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.time.Duration;
import java.util.Map;

/** Where sessions are between requests. */
interface SessionStore {

    /** What belongs to a mark that a client sent; empty if it is not one of ours, or too old. */
    Map<String, String> load(String mark, Duration age);

    /** Keeps values; returns the mark for the client. */
    String save(String mark, Map<String, String> values);

    /** Forgets what belongs to a mark. */
    void drop(String mark);
}
