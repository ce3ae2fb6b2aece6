// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Mutex;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sessions in memory; the least recently used go first. */
final class MemorySessions implements SessionStore {

    private static final int MOST = 100_000;
    private static final int MARK_BYTES = 32;

    private record Kept(Map<String, String> values, long used) {}

    private final Mutex mutex = new Mutex();
    private final SecureRandom random = new SecureRandom();
    private final LinkedHashMap<String, Kept> sessions = new LinkedHashMap<>(16, 0.75f, true);

    @Override
    public Map<String, String> load(String mark, Duration age) {
        if (mark.isEmpty()) {
            return Map.of();
        }
        long now = CurrentGreenlet.now();
        mutex.lock();
        try {
            Kept kept = sessions.get(mark);
            if (kept == null) {
                return Map.of();
            }
            if (now - kept.used > age.toNanos()) {
                sessions.remove(mark);
                return Map.of();
            }
            sessions.put(mark, new Kept(kept.values, now));
            return kept.values;
        } finally {
            mutex.unlock();
        }
    }

    @Override
    public String save(String mark, Map<String, String> values) {
        String fresh = newMark();
        long now = CurrentGreenlet.now();
        mutex.lock();
        try {
            String key = sessions.containsKey(mark) ? mark : fresh;
            sessions.put(key, new Kept(Map.copyOf(values), now));
            if (sessions.size() > MOST) {
                sessions.pollFirstEntry();
            }
            return key;
        } finally {
            mutex.unlock();
        }
    }

    private String newMark() {
        var bytes = new byte[MARK_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void drop(String mark) {
        mutex.lock();
        try {
            sessions.remove(mark);
        } finally {
            mutex.unlock();
        }
    }
}
