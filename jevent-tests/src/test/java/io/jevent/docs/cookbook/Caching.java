// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs.cookbook;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.TaskRunner;
import io.jevent.hub.Hub;
import io.jevent.pool.Group;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Values that are loaded once for all who ask. */
final class Caching {

    private Caching() {}

    // @start region="program"
    /** Keeps the newest values for a time. Greenlets that ask for the same key meanwhile share one load. */
    static final class Cache<K, V> {

        private record Entry<V>(Greenlet<V> load, long staleAt) {}

        private final TaskRunner.Mapping<K, V> loader;
        private final Duration age;
        private final int capacity;
        private final SequencedMap<K, Entry<V>> entries = new LinkedHashMap<>();

        Cache(int capacity, Duration age, TaskRunner.Mapping<K, V> loader) {
            this.capacity = capacity;
            this.age = age;
            this.loader = loader;
        }

        V get(K key) {
            long now = Hub.current().now();
            Entry<V> entry = entries.get(key);
            if (entry == null || now - entry.staleAt() >= 0) {
                // a greenlet of its own: a caller that is killed does not end the load of the others
                Entry<V> fresh = new Entry<>(Jevent.spawn(() -> loader.apply(key)), now + age.toNanos());
                fresh.load().linkException(_ -> entries.remove(key, fresh)); // failures are not kept
                entries.remove(key);
                entries.put(key, fresh);
                if (entries.size() > capacity) {
                    entries.pollFirstEntry();
                }
                entry = fresh;
            }
            return entry.load().result();
        }
    }

    static void main() {
        var cache = new Cache<String, String>(1000, Duration.ofMinutes(1), name -> {
            IO.println("loads " + name);
            Jevent.sleep(Duration.ofSeconds(1));
            return "page of " + name;
        });
        IO.println(new Group().map(cache::get, List.of("ada", "bob", "ada", "ada")));
        IO.println(cache.get("ada"));
        Jevent.sleep(Duration.ofMinutes(2));
        IO.println(cache.get("ada"));
    }
    // @end
}
