// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Mutex;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sessions in memory; the least recently used is evicted first. */
final class MemorySessions implements SessionStore {

    private static final int MOST = 100_000;
    private static final int TOKEN_BYTES = 32;

    private record Kept(Map<String, String> values, long used) {}

    private final Mutex mutex = new Mutex();
    private final SecureRandom random = new SecureRandom();
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
    public String save(String token, Map<String, String> values) {
        String fresh = newToken();
        long now = CurrentGreenlet.now();
        mutex.lock();
        try {
            String key = sessions.containsKey(token) ? token : fresh;
            sessions.put(key, new Kept(Map.copyOf(values), now));
            if (sessions.size() > MOST) {
                sessions.pollFirstEntry();
            }
            return key;
        } finally {
            mutex.unlock();
        }
    }

    private String newToken() {
        var bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void drop(String token) {
        mutex.lock();
        try {
            sessions.remove(token);
        } finally {
            mutex.unlock();
        }
    }
}
