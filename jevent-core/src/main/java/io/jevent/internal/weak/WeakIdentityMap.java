// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.weak;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Attaches values to objects, which it tells apart by identity and does not keep alive: an entry goes with its key. It
 * calls no method of the keys. A value must not refer to its key.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @param <K> the type of the objects
 * @param <V> the type of the values
 */
public final class WeakIdentityMap<K, V> {

    private final Map<Key<K>, V> values = new ConcurrentHashMap<>();
    private final ReferenceQueue<K> collected = new ReferenceQueue<>();

    /** Makes an empty map. */
    public WeakIdentityMap() {
        // nothing to do
    }

    /**
     * Returns the value of an object.
     *
     * @param key the object
     * @return its value, or null if it has none
     */
    public @Nullable V get(K key) {
        return values.get(new Key<>(key, null));
    }

    /**
     * Gives an object a value, in place of the one that it may have.
     *
     * @param key the object
     * @param value the value
     */
    public void put(K key, V value) {
        forgetCollected();
        values.put(new Key<>(key, collected), value);
    }

    /**
     * Gives an object a value if it has none.
     *
     * @param key the object
     * @param value the value
     * @return the value that it had before, or null
     */
    public @Nullable V putIfAbsent(K key, V value) {
        forgetCollected();
        return values.putIfAbsent(new Key<>(key, collected), value);
    }

    private void forgetCollected() {
        Reference<? extends K> gone;
        while ((gone = collected.poll()) != null) {
            var _ = values.remove(gone);
        }
    }

    private static final class Key<K> extends WeakReference<K> {
        private final int hash;

        Key(K object, @Nullable ReferenceQueue<? super K> queue) {
            super(object, queue);
            this.hash = System.identityHashCode(object);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        @SuppressWarnings("unchecked") // keys are compared with keys of the same map
        public boolean equals(@Nullable Object other) {
            if (this == other) {
                return true;
            }
            K object = get();
            return object != null && other instanceof Key<?> key && ((Key<K>) key).refersTo(object);
        }
    }
}
