// SPDX-License-Identifier: Apache-2.0
package io.jevent.redis;

import io.jevent.http.SessionStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.GetExParams;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.resps.ScanResult;

/**
 * Keeps the sessions of an HTTP server in Redis: {@code Sessions.in(RedisSessions.create(uri))}. A login at one process
 * is valid at all that use the same Redis, and once it is ended at one, no process accepts it any more. Needs
 * {@code jevent-http}.
 *
 * <p>A session is a string at the key {@code session:TOKEN}, which Redis deletes when it is too old. It is changed only
 * while it is there, in one command, so a request that is being served elsewhere cannot bring an ended one back.
 * {@link #dropAll} looks at all sessions, in steps of 500; one that begins meanwhile may stay. While Redis cannot be
 * reached, the methods throw an {@link UncheckedIOException}.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @since 0.1
 */
public final class RedisSessions implements SessionStore, AutoCloseable {

    private static final String PREFIX = "session:";
    private static final int STEP = 500;

    private final HostAndPort server;
    private final RedisClient client;

    private RedisSessions(RedisAddress address) {
        server = address.server();
        client = address.connect();
    }

    /**
     * Creates a store. It connects when it is used.
     *
     * @param redis the server, as for {@link RedisBackplane#create(URI)}
     * @return the store, to be closed in the end
     * @throws IllegalArgumentException if it is no such URI
     * @switches never
     */
    public static RedisSessions create(URI redis) {
        return new RedisSessions(RedisAddress.of(redis));
    }

    /**
     * Creates a store, with settings of Jedis, for example certificates of its own.
     *
     * @param server the host and the port
     * @param config the settings of each connection
     * @return the store, to be closed in the end
     * @switches never
     */
    public static RedisSessions create(HostAndPort server, JedisClientConfig config) {
        return new RedisSessions(
                new RedisAddress(Objects.requireNonNull(server, "server"), Objects.requireNonNull(config, "config")));
    }

    private <T> T ask(Supplier<T> command) {
        try {
            return command.get();
        } catch (JedisException e) {
            throw new UncheckedIOException(
                    new IOException("Redis at " + server + " cannot be asked for sessions: " + e.getMessage(), e));
        }
    }

    private static String encode(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> URLEncoder.encode(entry.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static Map<String, String> decode(@Nullable String form) {
        Map<String, String> values = new LinkedHashMap<>();
        if (form != null) {
            for (String pair : form.split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals >= 0) {
                    values.put(
                            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                }
            }
        }
        return values;
    }

    @Override
    public Map<String, String> load(String token, Duration age) {
        if (token.isEmpty()) {
            return Map.of();
        }
        return decode(
                ask(() -> client.getEx(PREFIX + token, GetExParams.getExParams().px(age.toMillis()))));
    }

    @Override
    public @Nullable String save(String token, Map<String, String> values, Duration age) {
        boolean isNew = token.isEmpty();
        String key = isNew ? SessionStore.newToken() : token;
        SetParams params = SetParams.setParams().px(age.toMillis());
        String done = ask(() -> client.set(PREFIX + key, encode(values), isNew ? params.nx() : params.xx()));
        return done == null ? null : key;
    }

    @Override
    public boolean drop(String token) {
        return !token.isEmpty() && ask(() -> client.del(PREFIX + token)) > 0;
    }

    @Override
    public int dropAll(String name, String value) {
        var params = new ScanParams().match(PREFIX + "*").count(STEP);
        int ended = 0;
        String cursor = ScanParams.SCAN_POINTER_START;
        do {
            String from = cursor;
            ScanResult<String> found = ask(() -> client.scan(from, params));
            for (String key : found.getResult()) {
                if (value.equals(decode(ask(() -> client.get(key))).get(name)) && ask(() -> client.del(key)) > 0) {
                    ended++;
                }
            }
            cursor = found.getCursor();
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
        return ended;
    }

    /**
     * Closes the connections.
     *
     * @switches when it has to wait
     */
    @Override
    public void close() {
        client.close();
    }

    @Override
    public String toString() {
        return "sessions in Redis at " + server;
    }
}
