// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A filter that gives each client a {@link Session}. Its cookie is hidden from scripts ({@code HttpOnly}), is not sent
 * with requests from other sites ({@code SameSite=Lax}), and if the session began over TLS, is sent over TLS only
 * ({@code Secure}).
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @since 0.1
 */
public final class Sessions implements Filter {

    static final String ATTRIBUTE = Sessions.class.getName();

    private static final Duration AGE = Duration.ofHours(12);

    private final SessionStore store;
    private final String cookie;
    private final Duration age;

    private Sessions(SessionStore store, String cookie, Duration age) {
        this.store = store;
        this.cookie = cookie;
        this.age = age;
    }

    /**
     * Keeps sessions in the memory of this program, at most 100,000; the least recently used is evicted first. The
     * client holds only a random token.
     *
     * @return the filter; sessions end 12 hours after their last use
     */
    public static Sessions inMemory() {
        return new Sessions(new MemorySessions(), "session", AGE);
    }

    /**
     * Keeps sessions in the cookie, signed so that a client cannot change it. The client can read the values.
     *
     * @param key 32 random bytes or more, the same in each process of the server
     * @return the filter; sessions end 12 hours after their last change
     * @throws IllegalArgumentException if the key is shorter
     */
    public static Sessions signed(byte[] key) {
        return new Sessions(new SignedSessions(key), "session", AGE);
    }

    /**
     * Keeps sessions in a store, for example one that several processes share. The client holds only a random token.
     *
     * @param store the store
     * @return the filter; sessions end 12 hours after their last use
     */
    public static Sessions in(SessionStore store) {
        return new Sessions(Objects.requireNonNull(store, "store"), "session", AGE);
    }

    /**
     * Sets the name of the cookie. With the prefix {@code __Host-}, browsers accept it from this host over TLS only.
     *
     * @param name the name; {@code session} by default
     * @return the changed filter, with the same sessions
     * @throws IllegalArgumentException if it is not the name of a cookie
     */
    public Sessions cookie(String name) {
        SetCookie.check(name);
        return new Sessions(store, name, age);
    }

    /**
     * Sets the lifetime of a session.
     *
     * @param time the lifetime
     * @return the changed filter, with the same sessions
     * @throws IllegalArgumentException if it is not positive
     */
    public Sessions age(Duration time) {
        if (!time.isPositive()) {
            throw new IllegalArgumentException("a session must last for some time: " + time);
        }
        return new Sessions(store, cookie, time);
    }

    @Override
    public void handle(Request request, Response response, Handler next) throws Exception {
        String token = request.cookie(cookie).orElse("");
        var session = new Session(store.load(token, age));
        request.attributes().put(ATTRIBUTE, session);
        response.beforeHead(_ -> save(session, token, request, response));
        next.handle(request, response);
    }

    private void save(Session session, String token, Request request, Response response) {
        if (!session.isChanged() && !session.isRenewed()) {
            return;
        }
        boolean secure = request.isSecure() || SetCookie.needsSecure(cookie);
        String next = session.values().isEmpty() ? null : stored(session, token);
        if (next == null) {
            store.drop(token);
            response.cookie(SetCookie.of(cookie, "").secure(secure).maxAge(Duration.ZERO));
        } else {
            response.cookie(SetCookie.of(cookie, next).secure(secure).maxAge(age));
        }
    }

    /** Stores a session; returns its token, or null if it was ended while the handler ran. */
    private @Nullable String stored(Session session, String token) {
        if (session.isRenewed()) {
            boolean exists = store.drop(token);
            return session.wasStored() && !exists ? null : store.save("", session.values(), age);
        }
        return store.save(session.wasStored() ? token : "", session.values(), age);
    }

    /**
     * Ends all sessions that have a value, for example those of a user whose password has changed. A request that is
     * served meanwhile does not bring its session back.
     *
     * @param name the name of the value
     * @param value the value
     * @return the number of sessions that were ended
     * @throws UnsupportedOperationException for {@linkplain #signed sessions that the clients hold}
     * @throws java.io.UncheckedIOException if a {@linkplain #in shared store} cannot be reached
     * @switches when it has to wait
     */
    public int endAll(String name, String value) {
        return store.dropAll(name, value);
    }
}
