// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import io.jevent.queue.BaseQueue;
import io.jevent.queue.Channel;
import io.jevent.queue.LifoQueue;
import io.jevent.queue.PriorityQueue;
import io.jevent.queue.Queue;
import io.jevent.queue.SimpleQueue;
import io.jevent.tests.contract.Scene.Trait;
import java.util.List;

/** The blocking calls of {@code io.jevent.queue}. */
final class QueueCalls {

    private QueueCalls() {}

    static List<BlockingCall> all() {
        return List.of(
                new BlockingCall("Queue.put", _ -> putting(full(new Queue<>(1))))
                        .covers(BaseQueue.class, "put(Object)", "put(Object, Duration)"),
                new BlockingCall("SimpleQueue.put", _ -> putting(full(new SimpleQueue<>(1)))),
                new BlockingCall("LifoQueue.put", _ -> putting(full(new LifoQueue<>(1)))),
                new BlockingCall("PriorityQueue.put", _ -> putting(full(new PriorityQueue<Integer>(1)))),
                new BlockingCall("Channel.put", _ -> handing(new Channel<>())),
                new BlockingCall("Queue.get", _ -> getting(new Queue<>(), Trait.REMEMBERS))
                        .covers(BaseQueue.class, "get()", "get(Duration)"),
                new BlockingCall("SimpleQueue.get", _ -> getting(new SimpleQueue<>(), Trait.REMEMBERS)),
                new BlockingCall("LifoQueue.get", _ -> getting(new LifoQueue<>(), Trait.REMEMBERS)),
                new BlockingCall("PriorityQueue.get", _ -> getting(new PriorityQueue<Integer>(), Trait.REMEMBERS)),
                new BlockingCall("Channel.get", _ -> getting(new Channel<>(), Trait.WAKES_FROM_HUB)),
                new BlockingCall("Queue.iterator", _ -> iterating()).covers(BaseQueue.class, "iterator()"),
                new BlockingCall("SimpleQueue.peek", _ -> peeking())
                        .covers(SimpleQueue.class, "peek()", "peek(Duration)"),
                new BlockingCall("Queue.join", _ -> joining()).covers(Queue.class, "join()", "join(Duration)"));
    }

    private static BaseQueue<Integer> full(BaseQueue<Integer> queue) {
        queue.put(1);
        return queue;
    }

    private static Scene putting(BaseQueue<Integer> queue) {
        return Scene.on(queue)
                .block(() -> queue.put(2))
                .limited(limit -> queue.put(2, limit))
                .wake(() -> {
                    var _ = queue.tryGet();
                })
                .with(Trait.REMEMBERS, Trait.WAKES_FROM_HUB);
    }

    private static Scene handing(Channel<Integer> channel) {
        return Scene.on(channel)
                .block(() -> channel.put(2))
                .limited(limit -> channel.put(2, limit))
                .wake(() -> {
                    var _ = channel.tryGet();
                })
                .with(Trait.WAKES_FROM_HUB);
    }

    private static Scene getting(BaseQueue<Integer> queue, Trait trait) {
        return Scene.on(queue)
                .block(queue::get)
                .limited(limit -> queue.get(limit).isPresent())
                .wake(() -> {
                    var _ = queue.tryPut(1);
                })
                .with(trait, Trait.WAKES_FROM_HUB);
    }

    private static Scene iterating() {
        var queue = new Queue<Integer>();
        return Scene.on(queue)
                .block(() -> queue.iterator().next())
                .wake(() -> queue.put(1))
                .with(Trait.REMEMBERS, Trait.WAKES_FROM_HUB);
    }

    private static Scene peeking() {
        var queue = new SimpleQueue<Integer>();
        return Scene.on(queue)
                .block(queue::peek)
                .limited(limit -> queue.peek(limit).isPresent())
                .wake(() -> queue.put(1))
                .with(Trait.REMEMBERS, Trait.WAKES_FROM_HUB);
    }

    private static Scene joining() {
        var queue = new Queue<>(List.of(1));
        return Scene.on(queue)
                .block(queue::join)
                .limited(queue::join)
                .wake(() -> {
                    if (queue.unfinishedTasks() > 0) {
                        queue.taskDone();
                    }
                })
                .with(Trait.REMEMBERS, Trait.WAKES_FROM_HUB);
    }
}
