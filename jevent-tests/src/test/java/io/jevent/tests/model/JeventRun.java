// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.model;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.event.AsyncResult;
import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import io.jevent.lock.BoundedSemaphore;
import io.jevent.lock.RLock;
import io.jevent.lock.Semaphore;
import io.jevent.queue.BaseQueue;
import io.jevent.queue.Channel;
import io.jevent.queue.Queue;
import io.jevent.queue.QueueShutDownException;
import io.jevent.queue.SimpleQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Does what a scenario says, with jevent, on a virtual clock. */
final class JeventRun {
    private final Scenario scenario;
    private final List<String> trace = new ArrayList<>();
    private final List<Semaphore> semaphores = new ArrayList<>();
    private final List<BaseQueue<String>> queues = new ArrayList<>();
    private final List<Event> events = List.of(new Event(), new Event());
    private final List<RLock> locks = List.of(new RLock(), new RLock());
    private final AsyncResult<String> result = new AsyncResult<>();
    private final List<Greenlet<?>> greenlets = new ArrayList<>();

    /** Those who are stuck are killed in the end, which is not part of the scenario. */
    private boolean over;

    private JeventRun(Scenario scenario) {
        this.scenario = scenario;
        for (int i = 0; i < scenario.permits().size(); i++) {
            int permits = scenario.permits().get(i);
            semaphores.add(i == scenario.permits().size() - 1 ? new BoundedSemaphore(permits) : new Semaphore(permits));
        }
        for (int room : scenario.room()) {
            queues.add(room == 0 ? new Channel<>() : room < 0 ? new Queue<>() : new Queue<>(room));
        }
    }

    /** Returns a line for each step that ended, and for each greenlet that did not. */
    static List<String> trace(Scenario scenario) {
        return new JeventRun(scenario).run();
    }

    private List<String> run() {
        var loop = new VirtualTimeLoop();
        List<String> stuck = new ArrayList<>();
        try (Hub hub = Hub.open(loop)) {
            long start = hub.now();
            if (scenario.shuffled()) {
                hub.setOrder(scenario.order()::nextInt);
            }
            for (int i = 0; i < scenario.programs().size(); i++) {
                int number = i;
                greenlets.add(new Greenlet<>(() -> runProgram(number, start)));
            }
            for (int i = 0; i < greenlets.size(); i++) {
                int delay = scenario.programs().get(i).delay();
                if (delay == 0) {
                    greenlets.get(i).start();
                } else {
                    greenlets.get(i).startLater(Duration.ofMillis(delay));
                }
            }
            hub.join();
            over = true;
            for (int i = 0; i < greenlets.size(); i++) {
                if (!greenlets.get(i).isReady()) {
                    stuck.add(Integer.toString(i));
                }
            }
        }
        trace.add("stuck: " + stuck);
        return trace;
    }

    /** False if a kill has ended it. */
    private boolean runProgram(int number, long start) {
        Scenario.Program program = scenario.programs().get(number);
        Hub hub = Hub.current();
        for (int i = 0; i < program.steps().size() && !over; i++) {
            Step step = program.steps().get(i);
            String outcome;
            boolean ended = false;
            try {
                outcome = perform(step, 0, number + "." + i);
            } catch (GreenletExit e) {
                outcome = "killed";
                ended = !program.stubborn();
            }
            if (!over) {
                trace.add((hub.now() - start) / 1_000_000 + " ms: " + number + " " + step + " -> " + outcome);
            }
            if (ended) {
                return false;
            }
        }
        return true;
    }

    private String perform(Step step, int depth, String item) {
        if (depth == step.wraps().size()) {
            return act(step, item);
        }
        int wrap = step.wraps().get(depth);
        if (wrap == Step.SHIELD) {
            try {
                return Jevent.shielded(() -> perform(step, depth + 1, item));
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Exception e) {
                throw new AssertionError("a step throws no checked exception", e);
            }
        }
        var timeout = Timeout.startNew(Duration.ofMillis(wrap));
        try (timeout) {
            return perform(step, depth + 1, item);
        } catch (Timeout t) {
            if (t != timeout) {
                throw t;
            }
            return "timeout " + depth;
        }
    }

    private String act(Step step, String item) {
        try {
            return switch (step.kind()) {
                case SLEEP -> sleep(step);
                case ACQUIRE, RELEASE -> onSemaphore(step);
                case PUT, GET, PEEK, TASK_DONE, JOIN_QUEUE, SHUT_DOWN -> onQueue(step, item);
                case AWAIT, SET, CLEAR -> onEvent(step);
                case FILL, RESULT -> onResult(step, item);
                case LOCK, UNLOCK -> onLock(step);
                case JOIN, KILL, KILL_AND_WAIT -> onGreenlet(step);
            };
        } catch (IllegalStateException | IllegalMonitorStateException e) {
            return "refused";
        } catch (QueueShutDownException e) {
            return "shut down";
        }
    }

    private static Duration limit(Step step) {
        return Duration.ofMillis(step.limit());
    }

    private static String done(Runnable work) {
        work.run();
        return "done";
    }

    private static String sleep(Step step) {
        return done(() -> Jevent.sleep(limit(step)));
    }

    private String onSemaphore(Step step) {
        Semaphore semaphore = semaphores.get(step.target());
        if (step.kind() == Step.Kind.RELEASE) {
            return done(semaphore::release);
        }
        return step.limit() < 0 ? done(semaphore::acquire) : yesNo(semaphore.acquire(limit(step)));
    }

    private static String yesNo(boolean done) {
        return done ? "done" : "no";
    }

    private String onQueue(Step step, String item) {
        BaseQueue<String> queue = queues.get(step.target());
        boolean forEver = step.limit() < 0;
        return switch (step.kind()) {
            case PUT -> forEver ? done(() -> queue.put(item)) : yesNo(queue.put(item, limit(step)));
            case GET -> forEver ? queue.get() : found(queue.get(limit(step)));
            case SHUT_DOWN -> done(queue::shutdown);
            default -> queue instanceof Queue<String> tasks ? onTasks(step, tasks) : "not there";
        };
    }

    private static String onTasks(Step step, Queue<String> queue) {
        boolean forEver = step.limit() < 0;
        return switch (step.kind()) {
            case PEEK -> forEver ? queue.peek() : found(((SimpleQueue<String>) queue).peek(limit(step)));
            case TASK_DONE -> done(queue::taskDone);
            default -> forEver ? done(queue::join) : yesNo(queue.join(limit(step)));
        };
    }

    private static String found(Optional<String> item) {
        return item.orElse("no");
    }

    private String onEvent(Step step) {
        Event event = events.get(step.target());
        return switch (step.kind()) {
            case SET -> done(event::set);
            case CLEAR -> done(event::clear);
            default -> step.limit() < 0 ? done(event::await) : yesNo(event.await(limit(step)));
        };
    }

    private String onResult(Step step, String item) {
        if (step.kind() == Step.Kind.FILL) {
            return done(() -> result.set(item));
        }
        if (step.limit() < 0) {
            result.join();
        } else if (!result.join(limit(step))) {
            return "no";
        }
        return String.valueOf(result.value());
    }

    private String onLock(Step step) {
        RLock lock = locks.get(step.target());
        if (step.kind() == Step.Kind.UNLOCK) {
            return done(lock::unlock);
        }
        return step.limit() < 0 ? done(lock::lock) : yesNo(lock.tryLock(limit(step)));
    }

    private String onGreenlet(Step step) {
        Greenlet<?> other = greenlets.get(step.target());
        boolean forEver = step.limit() < 0;
        return switch (step.kind()) {
            case JOIN -> forEver ? done(other::join) : yesNo(other.join(limit(step)));
            case KILL -> done(() -> other.interrupt(new GreenletExit()));
            default -> forEver ? done(other::kill) : yesNo(other.kill(new GreenletExit(), limit(step)));
        };
    }
}
