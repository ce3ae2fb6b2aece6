// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a server remembers of a client from one request to the next; see {@link Sessions}.
 *
 * <p><b>Confinement:</b> hub-confined; it is good until the handler returns, and changes after the head of the answer
 * was sent may be lost.
 */
public final class Session {

    private final Map<String, String> values;
    private boolean changed;
    private boolean renewed;

    Session(Map<String, String> values) {
        this.values = new LinkedHashMap<>(values);
    }

    /**
     * Returns the session of the request that the calling greenlet serves.
     *
     * @return the session, empty at first
     * @throws java.util.NoSuchElementException if this greenlet serves no request
     * @throws IllegalStateException if there is no filter of {@link Sessions} around its handler
     * @gevent the tutorial's {@code LocalProxy}, for a session
     */
    public static Session current() {
        return of(Request.current());
    }

    /**
     * Returns the session of a request.
     *
     * @param request the request
     * @return the session, empty at first
     * @throws IllegalStateException if there is no filter of {@link Sessions} around its handler
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
     * Remembers a value.
     *
     * @param name its name
     * @param value the value
     */
    public void set(String name, String value) {
        changed |= !Objects.requireNonNull(value, "value").equals(values.put(name, value));
    }

    /**
     * Forgets a value.
     *
     * @param name its name
     */
    public void remove(String name) {
        changed |= values.remove(name) != null;
    }

    /** Forgets everything. */
    public void clear() {
        changed |= !values.isEmpty();
        values.clear();
        renewed = true;
    }

    /**
     * Continues under another mark that nobody can know yet: call it when somebody logs in, so that a mark that was
     * slipped to them before is worth nothing.
     */
    public void renew() {
        renewed = true;
        changed = true;
    }

    Map<String, String> values() {
        return values;
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
