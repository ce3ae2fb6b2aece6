// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.time.Duration;

/**
 * A filter that gives each client a {@link Session}. Its cookie is hidden from scripts, is not sent along with requests
 * from other sites, and if the session began through TLS only goes through TLS.
 *
 * <p><b>Confinement:</b> thread-safe.
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
     * Keeps sessions in the memory of this program, at most 100,000; those that were used longest ago go first. The
     * client has nothing but a random mark.
     *
     * @return the filter; sessions end 12 hours after they were used last
     */
    public static Sessions inMemory() {
        return new Sessions(new MemorySessions(), "session", AGE);
    }

    /**
     * Keeps sessions in the cookie: signed, so that a client cannot change it, but not secret from the client.
     *
     * @param key 32 random bytes or more, the same in each process of the server
     * @return the filter; sessions end 12 hours after they were changed last
     * @throws IllegalArgumentException if the key is shorter
     */
    public static Sessions signed(byte[] key) {
        return new Sessions(new SignedSessions(key), "session", AGE);
    }

    /**
     * Gives the cookie another name.
     *
     * @param name the name
     * @return the changed filter, with the same sessions
     */
    public Sessions cookie(String name) {
        SetCookie.check(name);
        return new Sessions(store, name, age);
    }

    /**
     * Says how long a session lasts.
     *
     * @param time how long
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
        String mark = request.cookie(cookie).orElse("");
        var session = new Session(store.load(mark, age));
        request.attributes().put(ATTRIBUTE, session);
        response.beforeHead(_ -> save(session, mark, request, response));
        next.handle(request, response);
    }

    private void save(Session session, String mark, Request request, Response response) {
        if (!session.isChanged() && !session.isRenewed()) {
            return;
        }
        if (session.values().isEmpty()) {
            store.drop(mark);
            response.cookie(SetCookie.of(cookie, "").secure(request.isSecure()).maxAge(Duration.ZERO));
            return;
        }
        if (session.isRenewed()) {
            store.drop(mark);
        }
        String next = store.save(session.isRenewed() ? "" : mark, session.values());
        response.cookie(SetCookie.of(cookie, next).secure(request.isSecure()).maxAge(age));
    }
}
