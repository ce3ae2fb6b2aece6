// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.cluster.SessionMessage.Drop;
import io.jevent.cluster.SessionMessage.DropAll;
import io.jevent.cluster.SessionMessage.Load;
import io.jevent.cluster.SessionMessage.Save;
import io.jevent.hub.CurrentGreenlet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Some of the sessions of a cluster, in memory; the least recently used comes first. Hub-confined.
 *
 * <p>Invariant: {@link #apply} alone adds and removes sessions, so the stored events lead to the same ones.
 */
final class SessionBucket {

    /** More are not kept: the least recently used ends. */
    static final int MOST = 2_000;

    private record Kept(Map<String, String> values, long used, long age) {
        boolean isOver(long now) {
            return now - used > age;
        }
    }

    private final LinkedHashMap<String, Kept> sessions = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Handles a message.
     *
     * @param store stores an event, and has it applied
     * @return the reply
     */
    Object receive(SessionMessage message, Consumer<SessionMessage> store) {
        return switch (message) {
            case Load load -> load(load, store);
            case Save save -> save(save, store);
            case Drop drop -> drop(drop, store);
            case DropAll all -> dropAll(all, store);
        };
    }

    private Map<String, String> load(Load load, Consumer<SessionMessage> store) {
        Kept kept = sessions.get(load.token());
        if (kept == null) {
            return Map.of();
        }
        long now = CurrentGreenlet.now();
        if (now - kept.used() > load.age().toNanos()) {
            store.accept(new Drop(load.token()));
            return Map.of();
        }
        sessions.put(load.token(), new Kept(kept.values(), now, load.age().toNanos()));
        return kept.values();
    }

    private boolean save(Save save, Consumer<SessionMessage> store) {
        if (!save.isNew() && !sessions.containsKey(save.token())) {
            return false;
        }
        store.accept(save);
        makeRoom(store);
        return true;
    }

    /** Ends those that are too old, from the least recently used on, and those that are too many. */
    private void makeRoom(Consumer<SessionMessage> store) {
        long now = CurrentGreenlet.now();
        while (true) {
            Map.@Nullable Entry<String, Kept> eldest = sessions.firstEntry();
            if (eldest == null || !(sessions.size() > MOST || eldest.getValue().isOver(now))) {
                return;
            }
            store.accept(new Drop(eldest.getKey()));
        }
    }

    private boolean drop(Drop drop, Consumer<SessionMessage> store) {
        if (!sessions.containsKey(drop.token())) {
            return false;
        }
        store.accept(drop);
        return true;
    }

    private int dropAll(DropAll all, Consumer<SessionMessage> store) {
        List<String> tokens = new ArrayList<>();
        sessions.forEach((token, kept) -> {
            if (all.value().equals(kept.values().get(all.name()))) {
                tokens.add(token);
            }
        });
        tokens.forEach(token -> store.accept(new Drop(token)));
        return tokens.size();
    }

    /** Changes the sessions by a {@link Save} or {@link Drop}. */
    void apply(SessionMessage event) {
        switch (event) {
            case Save save ->
                sessions.put(
                        save.token(),
                        new Kept(
                                Map.copyOf(save.values()),
                                CurrentGreenlet.now(),
                                save.age().toNanos()));
            case Drop drop -> sessions.remove(drop.token());
            default -> throw new IllegalArgumentException("no event: " + event);
        }
    }

    /** Returns the sessions as events. */
    List<SessionMessage> snapshot() {
        List<SessionMessage> all = new ArrayList<>();
        sessions.forEach((token, kept) -> all.add(new Save(token, true, kept.values(), Duration.ofNanos(kept.age()))));
        return all;
    }
}
