// SPDX-License-Identifier: Apache-2.0
package io.jevent.actor;

import io.jevent.Greenlet;
import io.jevent.Timeout;
import io.jevent.event.AsyncResult;
import io.jevent.hub.Deadline;
import io.jevent.hub.Durations;
import io.jevent.queue.QueueShutDownException;
import io.jevent.queue.SimpleQueue;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A greenlet with an inbox: it takes messages one after the other, in the order in which they came, and does what
 * {@link #receive} says. Its state needs no lock, because nobody else touches it.
 *
 * <pre>{@code
 * class Counter extends Actor<Integer> {
 *     int sum;
 *     protected void receive(Integer n) { sum += n; }
 * }
 * }</pre>
 *
 * <p>It begins with {@link #start()} and ends with {@link #stop()}, a kill, or a failure of {@link #receive}, which
 * becomes its own failure; watch it with its links ({@code rawlink}, {@code linkException}).
 *
 * <p><b>Confinement:</b> thread-safe: any thread may send and stop; {@link #receive} runs on the hub that made the
 * actor.
 *
 * @param <M> the type of the messages
 * @gevent the {@code Actor} of the gevent tutorial
 * @since 0.1
 */
public abstract class Actor<M> extends Greenlet<@Nullable Void> {

    private final SimpleQueue<M> inbox;

    /** Makes an actor whose inbox has no limit. */
    protected Actor() {
        inbox = new SimpleQueue<>();
    }

    /**
     * Makes an actor whose inbox is limited: who sends to a full one waits.
     *
     * @param capacity how many messages may wait, at least 1
     */
    protected Actor(int capacity) {
        inbox = new SimpleQueue<>(capacity);
    }

    /**
     * Deals with one message. It may block; the next message waits.
     *
     * @param message the message
     * @throws Exception whatever goes wrong; it ends the actor
     */
    protected abstract void receive(M message) throws Exception;

    @Override
    protected final @Nullable Void run() throws Exception {
        try {
            for (M message : inbox) {
                receive(message);
            }
        } finally {
            inbox.shutdownNow();
        }
        return null;
    }

    /** Fails the waiting senders of an actor that was killed before its first turn. */
    @Override
    protected final void cutOff() {
        inbox.shutdownNow();
    }

    /**
     * Sends a message. Waits only if the inbox is limited and full.
     *
     * @param message the message
     * @throws QueueShutDownException if the actor was stopped or has ended
     * @switches when it has to wait
     */
    public final void tell(M message) {
        refuseIfEnded();
        inbox.put(message);
    }

    private void refuseIfEnded() {
        if (isReady()) {
            inbox.shutdown();
        }
    }

    /**
     * Sends a message that carries a place for the answer, and waits for that.
     *
     * @param <R> the type of the answer
     * @param message makes the message, which {@link #receive} answers by setting the result
     * @param timeout the longest wait, for room in a limited inbox and for the answer together
     * @return the answer
     * @throws Timeout if there is none in time
     * @throws IllegalStateException if the actor ends without an answer; its failure, or what killed it, is the cause
     * @throws QueueShutDownException if the actor was stopped or has ended
     * @switches when it has to wait
     */
    public final <R extends @Nullable Object> R ask(
            Function<? super AsyncResult<R>, ? extends M> message, Duration timeout) {
        var answer = new AsyncResult<R>();
        Runnable ended = () -> {
            if (!answer.isReady()) {
                Throwable why = exception() == null ? exit() : exception();
                answer.setException(new IllegalStateException(this + " ended without an answer", why));
            }
        };
        var time = new Deadline(Durations.nanos(timeout, "timeout"));
        refuseIfEnded();
        if (!inbox.put(message.apply(answer), timeout)) {
            throw Timeout.expired(timeout);
        }
        rawlink(ended);
        try {
            if (!answer.joinNanos(time.left())) {
                throw Timeout.expired(timeout);
            }
            return answer.result();
        } finally {
            unlink(ended);
        }
    }

    /**
     * Ends the actor in an orderly way: it still deals with what is in its inbox, and takes nothing more. Does not
     * wait; join it for that. One that was never started will not run.
     *
     * @switches never
     */
    public final void stop() {
        inbox.shutdown();
        if (!isStarted()) {
            var _ = cancel(true);
        }
    }

    /**
     * How many messages wait.
     *
     * @return the size of the inbox
     */
    public final int backlog() {
        return inbox.size();
    }
}
