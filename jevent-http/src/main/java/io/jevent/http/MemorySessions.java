// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Mutex;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sessions in memory; the least recently used is evicted first. */
final class MemorySessions implements SessionStore {

    private static final int MOST = 100_000;

    private record Kept(Map<String, String> values, long used) {}

    private final Mutex mutex = new Mutex();
    private final LinkedHashMap<String, Kept> sessions = new LinkedHashMap<>(16, 0.75f, true);

    @Override
    public Map<String, String> load(String token, Duration age) {
        if (token.isEmpty()) {
            return Map.of();
        }
        long now = CurrentGreenlet.now();
        mutex.lock();
        try {
            Kept kept = sessions.get(token);
            if (kept == null) {
                return Map.of();
            }
            if (now - kept.used > age.toNanos()) {
                sessions.remove(token);
                return Map.of();
            }
            sessions.put(token, new Kept(kept.values, now));
            return kept.values;
        } finally {
            mutex.unlock();
        }
    }

    @Override
    public @Nullable String save(String token, Map<String, String> values, Duration age) {
        String fresh = SessionStore.newToken();
        long now = CurrentGreenlet.now();
        mutex.lock();
        try {
            if (!token.isEmpty() && !sessions.containsKey(token)) {
                return null;
            }
            String key = token.isEmpty() ? fresh : token;
            sessions.put(key, new Kept(Map.copyOf(values), now));
            if (sessions.size() > MOST) {
                sessions.pollFirstEntry();
            }
            return key;
        } finally {
            mutex.unlock();
        }
    }

    @Override
    public boolean drop(String token) {
        mutex.lock();
        try {
            return sessions.remove(token) != null;
        } finally {
            mutex.unlock();
        }
    }

    @Override
    public int dropAll(String name, String value) {
        var all = new ArrayList<Map.Entry<String, Kept>>();
        mutex.lock();
        try {
            sessions.forEach((token, kept) -> all.add(Map.entry(token, kept)));
        } finally {
            mutex.unlock();
        }
        int ended = 0;
        for (Map.Entry<String, Kept> session : all) {
            if (value.equals(session.getValue().values.get(name)) && drop(session.getKey())) {
                ended++;
            }
        }
        return ended;
    }
}
