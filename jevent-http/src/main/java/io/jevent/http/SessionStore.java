// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The storage of sessions between requests, for {@link Sessions#in}. {@code ClusterSessions} of {@code jevent-cluster}
 * and {@code RedisSessions} of {@code jevent-redis} are shared by several processes: a login at one is valid at all,
 * and so is its end.
 *
 * <p>The methods run in the greenlet of the request and may block. If the storage cannot be reached, they throw an
 * {@link java.io.UncheckedIOException}, and the request fails with status 500.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @audience SPI
 * @since 0.1
 */
public interface SessionStore {

    /**
     * Returns the values of a session, and counts as its use.
     *
     * @param token what the client sent; it may be anything
     * @param age the lifetime of a session after its last use
     * @return the values; empty if the token is unknown or too old
     * @switches when it has to wait
     */
    Map<String, String> load(String token, Duration age);

    /**
     * Stores the values of a session.
     *
     * @param token its token, or an empty one for a new session
     * @param values the values, at least one
     * @param age the lifetime of a session after its last use
     * @return the token for the client, or null if the session with the token has been ended meanwhile: it must not
     *     come back
     * @switches when it has to wait
     */
    @Nullable
    String save(String token, Map<String, String> values, Duration age);

    /**
     * Ends a session.
     *
     * @param token its token
     * @return false if there is none
     * @switches when it has to wait
     */
    boolean drop(String token);

    /**
     * Ends all sessions that have a value.
     *
     * @param name the name of the value
     * @param value the value
     * @return the number of sessions that were ended
     * @throws UnsupportedOperationException if the clients hold the sessions
     * @switches when it has to wait
     */
    int dropAll(String name, String value);

    /**
     * Makes a token that cannot be guessed.
     *
     * @return 256 random bits, as letters, digits, hyphens and underscores
     * @switches never
     */
    static String newToken() {
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
