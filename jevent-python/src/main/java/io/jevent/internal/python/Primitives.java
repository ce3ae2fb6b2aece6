// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import io.jevent.event.Event;
import io.jevent.lock.BoundedSemaphore;
import io.jevent.lock.Semaphore;
import io.jevent.queue.BaseQueue;
import io.jevent.queue.Channel;
import io.jevent.queue.Queue;
import io.jevent.queue.SimpleQueue;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Events, semaphores and queues for the Python package. Times are seconds; a negative limit means no limit.
 *
 * <p>Its methods are public because engines find them by reflection. Python wraps the items of queues, so that they
 * come back as they were; items that Java puts are not wrapped.
 */
public final class Primitives {

    private final Border border;
    private final Engine engine;

    /**
     * Creates the primitives of an engine.
     *
     * @param border converts exceptions
     */
    public Primitives(Border border) {
        this.border = border;
        this.engine = border.engine();
    }

    public Event event() {
        return new Event();
    }

    public boolean await(Object event, double seconds) {
        return border.call(() -> {
            if (seconds < 0) {
                ((Event) event).await();
                return true;
            }
            return ((Event) event).await(Kernel.limit(seconds));
        });
    }

    public Semaphore semaphore(int value, boolean bounded) {
        return border.call(() -> bounded ? new BoundedSemaphore(value) : new Semaphore(value));
    }

    public boolean acquire(Object semaphore, double seconds) {
        return border.call(() -> {
            var s = (Semaphore) semaphore;
            if (seconds < 0) {
                s.acquire();
                return true;
            }
            return seconds == 0 ? s.tryAcquire() : s.acquire(Kernel.duration(seconds));
        });
    }

    /** Waits until a semaphore is available, without taking it. */
    public void awaitAvailable(Object semaphore, double seconds) {
        border.call(() -> {
            if (seconds < 0) {
                ((Semaphore) semaphore).await();
                return true;
            }
            return ((Semaphore) semaphore).await(Kernel.limit(seconds));
        });
    }

    public BaseQueue<Object> queue(String kind, int maxSize, @Nullable Object compare) {
        return border.call(() -> switch (kind) {
            case "channel" -> new Channel<>();
            case "lifo" -> limited(PythonQueue.Store.lifo(), maxSize);
            case "priority" -> limited(ordered(compare), maxSize);
            default -> limited(PythonQueue.Store.fifo(), maxSize);
        });
    }

    private static PythonQueue limited(PythonQueue.Store store, int maxSize) {
        return new PythonQueue(store, maxSize > 0 ? maxSize : Integer.MAX_VALUE);
    }

    private PythonQueue.Store ordered(@Nullable Object compare) {
        if (compare == null) {
            throw new IllegalArgumentException("a priority queue needs an order");
        }
        Object held = engine.hold(compare);
        return PythonQueue.Store.ordered((a, b) -> number(engine.call(held, a, b)));
    }

    private static int number(@Nullable Object n) {
        return Integer.parseInt(String.valueOf(n));
    }

    public List<Object> items(Object queue) {
        return queue instanceof PythonQueue python ? python.items() : List.of();
    }

    public boolean put(Object queue, Object item, double seconds) {
        return border.call(() -> {
            BaseQueue<Object> q = cast(queue);
            if (seconds < 0) {
                q.put(item);
                return true;
            }
            return seconds == 0 ? q.tryPut(item) : q.put(item, Kernel.duration(seconds));
        });
    }

    /** Returns an item, or null if none came in time. */
    public @Nullable Object get(Object queue, double seconds) {
        return border.call(() -> {
            BaseQueue<Object> q = cast(queue);
            if (seconds < 0) {
                return q.get();
            }
            return orNull(seconds == 0 ? q.tryGet() : q.get(Kernel.duration(seconds)));
        });
    }

    /** Returns the next item without removing it, or null if none came in time. */
    public @Nullable Object peek(Object queue, double seconds) {
        return border.call(() -> {
            SimpleQueue<Object> q = (SimpleQueue<Object>) cast(queue);
            if (seconds < 0) {
                return q.peek();
            }
            return orNull(seconds == 0 ? q.tryPeek() : q.peek(Kernel.duration(seconds)));
        });
    }

    public boolean joinQueue(Object queue, double seconds) {
        return border.call(() -> {
            var q = (Queue<Object>) cast(queue);
            if (seconds < 0) {
                q.join();
                return true;
            }
            return q.join(Kernel.limit(seconds));
        });
    }

    public void shutdown(Object queue, boolean immediate) {
        border.call(() -> {
            if (immediate) {
                var _ = cast(queue).shutdownNow();
            } else {
                cast(queue).shutdown();
            }
            return null;
        });
    }

    private static @Nullable Object orNull(Optional<Object> item) {
        return item.orElse(null);
    }

    @SuppressWarnings("unchecked") // a queue takes whatever Python puts
    private static BaseQueue<Object> cast(Object queue) {
        return (BaseQueue<Object>) queue;
    }
}
