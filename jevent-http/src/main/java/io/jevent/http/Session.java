// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The values that a server keeps about a client from one request to the next; see {@link Sessions}.
 *
 * <p><b>Confinement:</b> hub-confined; it is valid until the handler returns, and changes after the head of the
 * response was sent may be lost.
 *
 * @since 0.1
 */
public final class Session {

    private final Map<String, String> values;
    private boolean changed;
    private boolean renewed;
    private final boolean stored;

    Session(Map<String, String> values) {
        this.values = new LinkedHashMap<>(values);
        stored = !values.isEmpty();
    }

    /**
     * Returns the session of the request that the calling greenlet serves.
     *
     * @return the session, initially empty
     * @throws java.util.NoSuchElementException if this greenlet serves no request
     * @throws IllegalStateException if its handler has no filter of {@link Sessions}
     * @gevent the tutorial's {@code LocalProxy}, for a session
     */
    public static Session current() {
        return of(Request.current());
    }

    /**
     * Returns the session of a request.
     *
     * @param request the request
     * @return the session, initially empty
     * @throws IllegalStateException if its handler has no filter of {@link Sessions}
     */
    public static Session of(Request request) {
        if (request.attributes().get(Sessions.ATTRIBUTE) instanceof Session session) {
            return session;
        }
        throw new IllegalStateException(
                "there are no sessions here: add Sessions.inMemory() or Sessions.signed(key) to the"
                        + " routes with filter(...)");
    }

    /**
     * Returns a value.
     *
     * @param name its name
     * @return the value, or empty if it was not set
     */
    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /**
     * Sets a value.
     *
     * @param name its name
     * @param value the value
     */
    public void set(String name, String value) {
        changed |= !Objects.requireNonNull(value, "value").equals(values.put(name, value));
    }

    /**
     * Removes a value.
     *
     * @param name its name
     */
    public void remove(String name) {
        changed |= values.remove(name) != null;
    }

    /**
     * Ends the session: removes all values, and the session of the client's token on the server, so that a copy of the
     * token is useless. Call it when a user logs out.
     */
    public void clear() {
        changed |= !values.isEmpty();
        values.clear();
        renewed = true;
    }

    /**
     * Replaces the session's token by a new one. Call it when a user logs in, so that a token that an attacker planted
     * before becomes useless (session fixation).
     */
    public void renew() {
        renewed = true;
        changed = true;
    }

    Map<String, String> values() {
        return values;
    }

    /** Returns whether the client's token named a session. */
    boolean wasStored() {
        return stored;
    }

    boolean isChanged() {
        return changed;
    }

    boolean isRenewed() {
        return renewed;
    }

    @Override
    public String toString() {
        return "session with " + values.keySet();
    }
}
