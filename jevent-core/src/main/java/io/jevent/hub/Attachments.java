// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The objects that other parts of jevent keep once for each hub, and their work when it closes.
 *
 * <p><b>Confinement:</b> hub-confined.
 *
 * @audience SPI
 * @since 0.1
 */
public final class Attachments {

    private final Hub hub;
    private final Map<Class<?>, Object> things = new HashMap<>();
    private final Deque<Runnable> atClose = new ArrayDeque<>();

    Attachments(Hub hub) {
        this.hub = hub;
    }

    /**
     * Returns the attachments of a hub.
     *
     * @param hub the hub of the calling thread
     * @return its attachments
     * @throws io.jevent.exceptions.InvalidThreadUseException if it is the hub of another thread
     * @throws io.jevent.exceptions.HubClosedException if it is closed
     */
    public static Attachments of(Hub hub) {
        hub.checkCurrent();
        return hub.attachments;
    }

    /**
     * Returns the hub's one thing of a type, made when it is asked for first.
     *
     * @param <T> the type
     * @param type under which it is kept
     * @param make makes it; must neither wait nor ask for the same type
     * @return the thing
     */
    public <T> T get(Class<T> type, Supplier<? extends T> make) {
        @Nullable Object existing = things.get(type);
        if (existing != null) {
            return type.cast(existing);
        }
        T made = make.get();
        things.put(type, made);
        return made;
    }

    /**
     * Has {@code work} called when the hub is closed, after its greenlets have ended; what was added last comes first.
     *
     * @param work what to call; it must not block
     */
    public void onClose(Runnable work) {
        atClose.push(work);
    }

    void close() {
        Runnable work;
        while ((work = atClose.poll()) != null) {
            hub.errors.call(work);
        }
        things.clear();
    }
}
