// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import java.time.Duration;
import java.util.Map;

/** A message to a {@link SessionBucket}. */
sealed interface SessionMessage {

    /** Replies with the values of a session, which may be none. */
    record Load(String token, Duration age) implements SessionMessage {}

    /** Replies whether the session is stored: a new one is, another only if it has not ended. */
    record Save(String token, boolean isNew, Map<String, String> values, Duration age) implements SessionMessage {}

    /** Replies whether there was such a session. */
    record Drop(String token) implements SessionMessage {}

    /** Replies with the number of sessions that had the value and were ended. */
    record DropAll(String name, String value) implements SessionMessage {}
}
