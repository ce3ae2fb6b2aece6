// SPDX-License-Identifier: Apache-2.0
/**
 * Shares messages and sessions between processes, by a server of Redis.
 *
 * <p>{@link io.jevent.redis.RedisBackplane RedisBackplane} brings messages, which its {@code RedisListener} reads;
 * {@link io.jevent.redis.RedisSessions RedisSessions} keeps the sessions of an HTTP server. A {@code RedisAddress} has
 * the server and the settings of its connections.
 */
@NullMarked
package io.jevent.redis;

import org.jspecify.annotations.NullMarked;
