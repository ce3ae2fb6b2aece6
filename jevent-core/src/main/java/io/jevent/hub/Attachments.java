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
    private final Map<Object, Object> things = new HashMap<>();
    private final Deque<Callback> beforeClose = new ArrayDeque<>();
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
        return type.cast(get((Object) type, make));
    }

    /**
     * Returns the hub's one thing for a key, made when it is asked for first.
     *
     * @param key the key under which it is kept, compared by {@code equals}
     * @param make makes it; must neither wait nor ask for the same key
     * @return the thing
     */
    public Object get(Object key, Supplier<?> make) {
        @Nullable Object existing = things.get(key);
        if (existing != null) {
            return existing;
        }
        Object made = make.get();
        things.put(key, made);
        return made;
    }

    /**
     * Has {@code work} called in a greenlet while the hub closes, when its other greenlets have ended; what was added
     * last comes first. The work may block, until the grace period of {@link Hub#close(java.time.Duration)} ends; then
     * it is killed as any greenlet. Its failure is reported, and the rest is called all the same.
     *
     * @param work what to call
     * @return a handle to take it back
     */
    public Callback beforeClose(Runnable work) {
        beforeClose.removeIf(other -> !other.isPending());
        var callback = new Callback(work);
        beforeClose.push(callback);
        return callback;
    }

    /**
     * Has {@code work} called when the hub is closed, after its greenlets have ended and after all of
     * {@link #beforeClose}; what was added last comes first.
     *
     * @param work what to call; it must not block
     */
    public void onClose(Runnable work) {
        atClose.push(work);
    }

    /** Returns the greenlet that does the work of {@link #beforeClose}, not started; null if there is none. */
    @Nullable
    RawGreenlet closer() {
        if (beforeClose.isEmpty()) {
            return null;
        }
        var closer = new RawGreenlet(this::callBeforeClose);
        closer.setName("closer of " + hub.name());
        return closer;
    }

    private void callBeforeClose() {
        Callback callback;
        while ((callback = beforeClose.poll()) != null) {
            Runnable work = callback.take();
            if (work != null) {
                hub.errors.call(work);
            }
        }
    }

    void close() {
        callBeforeClose(); // those that were added since, or if the hub could run no greenlet any more
        Runnable work;
        while ((work = atClose.poll()) != null) {
            hub.errors.call(work);
        }
        things.clear();
    }
}
