// SPDX-License-Identifier: Apache-2.0
/** A backplane and sessions for several processes, by Redis. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Jedis
module io.jevent.redis {
    requires transitive io.jevent.core;
    requires static transitive io.jevent.http; // for sessions
    requires transitive redis.clients.jedis;
    requires static org.jspecify;

    exports io.jevent.redis;
}
