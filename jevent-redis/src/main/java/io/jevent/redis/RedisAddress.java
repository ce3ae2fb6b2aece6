// SPDX-License-Identifier: Apache-2.0
package io.jevent.redis;

import java.net.URI;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.util.JedisURIHelper;

/** A server of Redis and the settings of the connections to it. */
record RedisAddress(HostAndPort server, JedisClientConfig config) {

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException if it is none; the message does not have the password
     */
    static RedisAddress of(URI redis) {
        if (!JedisURIHelper.isValid(redis)) {
            throw new IllegalArgumentException("the address of Redis must be redis://HOST:PORT or rediss://HOST:PORT: "
                    + redis.toString().replaceFirst("//[^/]*@", "//...@"));
        }
        return new RedisAddress(
                JedisURIHelper.getHostAndPort(redis),
                DefaultJedisClientConfig.builder()
                        .user(JedisURIHelper.getUser(redis))
                        .password(JedisURIHelper.getPassword(redis))
                        .database(JedisURIHelper.getDBIndex(redis))
                        .sslOptions(JedisURIHelper.isRedisSSLScheme(redis) ? SslOptions.defaults() : null)
                        .build());
    }

    RedisClient connect() {
        return RedisClient.builder().hostAndPort(server).clientConfig(config).build();
    }
}
