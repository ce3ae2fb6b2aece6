// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.cluster.ClusterReport.ActorLoad;
import io.jevent.exceptions.HubClosedException;
import io.jevent.hub.DirectCallback;
import io.jevent.hub.Hub;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The actors of one name on one hub. */
final class LocalRegion<M, R extends @Nullable Object> implements Region<M, R>, Cell.Owner<M, R> {

    private final Hub hub = Hub.current();
    private final ActorKind<M, R> kind;
    private final Function<String, Journal> journals;
    private final Map<String, Cell<M, R>> cells = new HashMap<>();

    /** The messages for a key whose last greenlet has not ended yet. */
    private final Map<String, Queue<Delivery<M>>> waiting = new HashMap<>();

    private volatile boolean closed;

    LocalRegion(ActorKind<M, R> kind, Function<String, Journal> journals) {
        this.kind = kind;
        this.journals = journals;
    }

    @Override
    public void tell(String key, M message) {
        send(key, new Delivery<>(message, Reply.NONE));
    }

    @Override
    public Runnable ask(String key, M message, Reply reply) {
        send(key, new Delivery<>(message, reply));
        return () -> {};
    }

    private void send(String key, Delivery<M> delivery) {
        checkOpen();
        if (hub.isCurrent()) {
            deliver(key, delivery);
            return;
        }
        try {
            var _ = hub.runCallback((DirectCallback) () -> deliver(key, delivery));
        } catch (HubClosedException _) {
            throw closedException();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw closedException();
        }
    }

    private static ClusterClosedException closedException() {
        return new ClusterClosedException("the cluster is closed");
    }

    private void deliver(String key, Delivery<M> delivery) {
        Queue<Delivery<M>> queue = waiting.get(key);
        if (queue == null) {
            cell(key).deliver(delivery);
        } else if (queue.size() < kind.options().mailbox()) {
            queue.add(delivery);
        } else {
            refuse(key, delivery, new MailboxFullException("actor " + kind.name() + "/" + key + " is ending"));
        }
    }

    private void refuse(String key, Delivery<M> delivery, ActorFailedException why) {
        kind.load().refuse(delivery.reply(), "actor " + kind.name() + "/" + key, why);
    }

    /** Returns the greenlet of a key, and starts it if there is none. */
    Cell<M, R> cell(String key) {
        Cell<M, R> known = cells.get(key);
        if (known != null) {
            return known;
        }
        var made = new Cell<>(kind, key, journals.apply(key), this);
        cells.put(key, made);
        kind.load().actors(1);
        return made;
    }

    @Override
    public void idle(String key) {
        Cell<M, R> cell = cells.get(key);
        if (cell != null && !closed) {
            waiting.put(key, new ArrayDeque<>());
            cell.finish();
        }
    }

    @Override
    public void ended(Cell<M, R> cell) {
        String key = cell.key();
        cells.remove(key, cell);
        kind.load().actors(-1);
        Queue<Delivery<M>> queue = waiting.remove(key);
        if (queue == null || queue.isEmpty()) {
            return;
        }
        if (closed) {
            queue.forEach(delivery -> refuse(key, delivery, new ActorFailedException("the cluster is closed")));
        } else {
            Cell<M, R> next = cell(key);
            queue.forEach(next::deliver);
        }
    }

    /** Ends all greenlets after their messages; returns them. */
    List<Cell<M, R>> finish() {
        closed = true;
        List<Cell<M, R>> all = new ArrayList<>(cells.values());
        all.forEach(Cell::finish);
        return all;
    }

    @Override
    public String name() {
        return kind.name();
    }

    @Override
    public int size() {
        return kind.load().actors();
    }

    @Override
    public Map<String, Map<String, Integer>> shards(Duration limit) {
        return Map.of("local", Map.of("0", size()));
    }

    @Override
    public ActorLoad load() {
        return kind.load().report(kind.name());
    }
}
