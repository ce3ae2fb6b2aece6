// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The semaphores, queues, events, locks and the result of a scenario. */
final class ModelThings {
    private final Model model;
    private final List<Semaphore> semaphores = new ArrayList<>();
    private final List<Queue> queues = new ArrayList<>();
    private final List<Event> events = List.of(new Event(), new Event());
    private final List<Lock> locks = List.of(new Lock(), new Lock());
    private final Event filled = new Event();
    private String result = "";

    private static final class Semaphore {
        final int bound;
        final List<Task> waiters = new ArrayList<>();
        int permits;

        Semaphore(int permits, int bound) {
            this.permits = permits;
            this.bound = bound;
        }
    }

    private static final class Queue {
        final int room;
        final List<String> items = new ArrayList<>();
        final List<Task> getters = new ArrayList<>();
        final List<Task> putters = new ArrayList<>();
        final List<Task> peekers = new ArrayList<>();
        final List<Task> joiners = new ArrayList<>();
        int unfinished;
        boolean shutDown;

        Queue(int room) {
            this.room = room;
        }
    }

    private static final class Event {
        final List<Task> waiters = new ArrayList<>();
        boolean set;
    }

    private static final class Lock {
        final List<Task> waiters = new ArrayList<>();

        @Nullable
        Task owner;

        int depth;
    }

    ModelThings(Model model, Scenario scenario) {
        this.model = model;
        for (int permits : scenario.permits()) {
            boolean last = semaphores.size() == scenario.permits().size() - 1;
            semaphores.add(new Semaphore(permits, last ? permits : Integer.MAX_VALUE));
        }
        for (int room : scenario.room()) {
            queues.add(new Queue(room < 0 ? Integer.MAX_VALUE : room));
        }
    }

    /** Does a step; null if the task has to wait. */
    @Nullable
    String act(Task me, Step step, String item) {
        return switch (step.kind()) {
            case SLEEP -> step.limit() == 0 ? me.giveWay() : me.await(null, step.limit(), end -> "done");
            case ACQUIRE -> acquire(me, semaphores.get(step.target()), step.limit());
            case RELEASE -> release(semaphores.get(step.target()));
            case PUT -> put(me, queues.get(step.target()), item, step.limit());
            case GET -> get(me, queues.get(step.target()), step.limit());
            case SHUT_DOWN -> shutDown(queues.get(step.target()));
            case PEEK, TASK_DONE, JOIN_QUEUE -> onTasks(me, step, queues.get(step.target()));
            case AWAIT -> await(me, events.get(step.target()), step.limit());
            case SET -> set(events.get(step.target()));
            case CLEAR -> clear(events.get(step.target()));
            case FILL -> fill(item);
            case RESULT -> result(me, step.limit());
            case LOCK -> lock(me, locks.get(step.target()), step.limit());
            case UNLOCK -> unlock(me, locks.get(step.target()));
            case JOIN -> join(me, model.task(step.target()), step.limit());
            case KILL -> kill(model.task(step.target()));
            case KILL_AND_WAIT -> killAndWait(me, model.task(step.target()), step.limit());
        };
    }

    private static String yesNo(Object end) {
        return end == Task.TIME_UP ? "no" : "done";
    }

    private static void wakeAll(List<Task> waiters, Object with) {
        while (!waiters.isEmpty()) {
            waiters.getFirst().wake(with);
        }
    }

    private static @Nullable String acquire(Task me, Semaphore semaphore, int limit) {
        if (semaphore.permits > 0) {
            semaphore.permits--;
            return "done";
        }
        return me.await(semaphore.waiters, limit, ModelThings::yesNo);
    }

    private static String release(Semaphore semaphore) {
        if (!semaphore.waiters.isEmpty()) {
            semaphore.waiters.getFirst().wake("");
        } else if (semaphore.permits == semaphore.bound) {
            return "refused";
        } else {
            semaphore.permits++;
        }
        return "done";
    }

    private static @Nullable String put(Task me, Queue queue, String item, int limit) {
        boolean meets = queue.room == 0 && limit != 0; // a channel: the getter runs before the put returns
        if (meets) {
            me.checkpoint();
        }
        if (queue.shutDown) {
            return "shut down";
        }
        boolean wanted = !queue.getters.isEmpty();
        if (!wanted && queue.items.size() >= queue.room) {
            me.offer = item;
            return me.await(queue.putters, limit, end -> end == queue ? "shut down" : yesNo(end));
        }
        queue.unfinished++;
        wakeAll(queue.peekers, item);
        if (wanted) {
            queue.getters.getFirst().wake(item);
        } else {
            queue.items.add(item);
        }
        return meets ? me.giveWay() : "done";
    }

    private static @Nullable String get(Task me, Queue queue, int limit) {
        if (!queue.items.isEmpty()) {
            String item = queue.items.removeFirst();
            if (!queue.putters.isEmpty()) {
                queue.items.add(take(queue));
            }
            return item;
        }
        if (!queue.putters.isEmpty()) {
            return take(queue);
        }
        return awaitItem(me, queue, queue.getters, limit);
    }

    /** Takes the item of the putter that has waited longest. */
    private static String take(Queue queue) {
        Task putter = queue.putters.getFirst();
        queue.unfinished++;
        putter.wake("");
        return String.valueOf(putter.offer);
    }

    private static @Nullable String awaitItem(Task me, Queue queue, List<Task> waiters, int limit) {
        if (queue.shutDown) {
            return "shut down";
        }
        return me.await(
                waiters, limit, end -> end == queue ? "shut down" : end == Task.TIME_UP ? "no" : String.valueOf(end));
    }

    private static String shutDown(Queue queue) {
        queue.shutDown = true;
        wakeAll(queue.getters, queue);
        wakeAll(queue.peekers, queue);
        wakeAll(queue.putters, queue);
        return "done";
    }

    private static @Nullable String onTasks(Task me, Step step, Queue queue) {
        if (queue.room == 0) {
            return "not there";
        }
        if (step.kind() == Step.Kind.PEEK) {
            return queue.items.isEmpty() ? awaitItem(me, queue, queue.peekers, step.limit()) : queue.items.getFirst();
        }
        if (step.kind() == Step.Kind.JOIN_QUEUE) {
            return queue.unfinished == 0 ? "done" : me.await(queue.joiners, step.limit(), ModelThings::yesNo);
        }
        if (queue.unfinished == 0) {
            return "refused";
        }
        if (--queue.unfinished == 0) {
            wakeAll(queue.joiners, "");
        }
        return "done";
    }

    private static @Nullable String await(Task me, Event event, int limit) {
        return event.set ? "done" : me.await(event.waiters, limit, ModelThings::yesNo);
    }

    private static String set(Event event) {
        event.set = true;
        wakeAll(event.waiters, "");
        return "done";
    }

    private static String clear(Event event) {
        event.set = false;
        return "done";
    }

    private String fill(String item) {
        result = item;
        return set(filled);
    }

    private @Nullable String result(Task me, int limit) {
        return filled.set ? result : me.await(filled.waiters, limit, end -> end == Task.TIME_UP ? "no" : result);
    }

    private static @Nullable String lock(Task me, Lock lock, int limit) {
        if (lock.owner == null || lock.owner == me) {
            lock.owner = me;
            lock.depth++;
            return "done";
        }
        return me.await(lock.waiters, limit, ModelThings::yesNo);
    }

    private static String unlock(Task me, Lock lock) {
        if (lock.owner != me) {
            return "refused";
        }
        if (--lock.depth == 0) {
            lock.owner = null;
            if (!lock.waiters.isEmpty()) {
                lock.owner = lock.waiters.getFirst();
                lock.depth = 1;
                lock.waiters.getFirst().wake("");
            }
        }
        return "done";
    }

    private static @Nullable String join(Task me, Task other, int limit) {
        return other.isDead() ? "done" : me.await(other.joiners, limit, ModelThings::yesNo);
    }

    private static String kill(Task other) {
        other.kill();
        return "done";
    }

    private static @Nullable String killAndWait(Task me, Task other, int limit) {
        if (other.isDead()) {
            return "done";
        }
        other.kill();
        if (other == me) {
            me.checkpoint();
            return limit < 0 ? "done" : "no";
        }
        return join(me, other, limit);
    }
}
