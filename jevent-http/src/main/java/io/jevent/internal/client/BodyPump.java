// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.client;

import io.jevent.exceptions.HubClosedException;
import io.jevent.hub.Hub;
import io.jevent.hub.Mutex;
import io.jevent.hub.WaitList;
import io.jevent.hub.WaitTarget;
import io.jevent.hub.Waiter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/*
 * Nothing is read from the connection without demand, so a subscriber that asks for nothing makes the server wait
 * (backpressure). The subscriber may ask and cancel from any thread.
 */
/** Passes the body of a response to its subscriber. */
public final class BodyPump implements Flow.Subscription, WaitTarget {

    /** Where the body comes from. */
    public interface Source {

        /**
         * Blocks until the next bytes of the body have arrived.
         *
         * @return the bytes; null at the end of the body
         * @throws IOException if the body cannot be read
         */
        @Nullable
        ByteBuffer next() throws IOException;

        /** Ends the exchange if it has not ended. Never blocks. */
        void close();
    }

    private final Source source;
    private final Flow.Subscriber<? super List<ByteBuffer>> subscriber;
    private final Mutex mutex = new Mutex();
    private final WaitList waiting = WaitList.perhapsWokenFromOutside(mutex);
    private long demand;
    private boolean cancelled;
    private @Nullable Throwable failure;
    private final Hub hub = Hub.current();
    private @Nullable Throwable told;
    private boolean over;

    /**
     * Creates a pump.
     *
     * @param source the body
     * @param subscriber its receiver
     */
    public BodyPump(Source source, Flow.Subscriber<? super List<ByteBuffer>> subscriber) {
        this.source = source;
        this.subscriber = subscriber;
    }

    /** Gives the subscriber its subscription. */
    public void begin() {
        subscriber.onSubscribe(this);
    }

    /**
     * Returns whether the subscriber has got its last call.
     *
     * @return true at the end
     */
    public boolean isOver() {
        return over;
    }

    /**
     * Passes the body on; blocks while the server sends nothing, or the subscriber asks for nothing. A failure goes to
     * the subscriber; a signal goes to it and is thrown.
     *
     * @param until returns whether to stop before the end; asked before each chunk
     */
    @SuppressWarnings("CatchingUnchecked")
    public void run(BooleanSupplier until) {
        try {
            while (!over) {
                switch (awaitDemand(until)) {
                    case GO -> passOne();
                    case STOP -> {
                        return;
                    }
                    case CANCELLED -> end(null, false);
                }
            }
        } catch (IOException | RuntimeException e) {
            end(e, true);
        } catch (Error e) {
            end(new IOException("the call was ended: " + e, e), true);
            throw e;
        }
    }

    private void passOne() throws IOException {
        ByteBuffer bytes = source.next();
        if (bytes == null) {
            end(null, true);
        } else {
            subscriber.onNext(List.of(bytes));
        }
    }

    private void end(@Nullable Throwable cause, boolean tell) {
        if (over) {
            return;
        }
        over = true;
        source.close();
        if (!tell || cancelled) {
            return;
        }
        told = cause;
        if (cause == null) {
            subscriber.onComplete();
        } else {
            subscriber.onError(cause);
        }
    }

    private enum Next {
        GO,
        STOP,
        CANCELLED
    }

    private Next awaitDemand(BooleanSupplier until) throws IOException {
        while (true) {
            Waiter waiter;
            mutex.lock();
            try {
                if (cancelled) {
                    return Next.CANCELLED;
                }
                if (until.getAsBoolean()) {
                    return Next.STOP;
                }
                Throwable bad = failure;
                if (bad != null) {
                    throw new IOException(bad.getMessage(), bad);
                }
                if (demand > 0) {
                    demand -= demand == Long.MAX_VALUE ? 0 : 1;
                    return Next.GO;
                }
                waiter = waiting.enter(Long.MAX_VALUE);
            } finally {
                mutex.unlock();
            }
            var _ = WaitList.await(waiter, this, Long.MAX_VALUE);
        }
    }

    private void wake(Runnable change) {
        Waiter chain;
        mutex.lock();
        try {
            change.run();
            chain = waiting.drain();
        } finally {
            mutex.unlock();
        }
        WaitList.wakeAll(chain, null);
    }

    @Override
    public void request(long n) {
        wake(() -> {
            if (n <= 0) {
                failure = new IllegalArgumentException("the demand must be positive: " + n);
            } else {
                demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
            }
        });
    }

    /** Ends the exchange, also while the pump waits for the server. */
    @Override
    public void cancel() {
        wake(() -> cancelled = true);
        if (hub.isCurrent()) {
            source.close();
        } else {
            try {
                var _ = hub.runCallback(source::close);
            } catch (HubClosedException _) {
                // the connection has ended with its hub
            }
        }
    }

    /**
     * Returns the failure that the subscriber got.
     *
     * @return the failure; null if there is none
     */
    public @Nullable Throwable failed() {
        return told;
    }

    @Override
    public String wokenBy() {
        return "the subscriber of the response's body";
    }

    @Override
    public String toString() {
        return "body of a response for " + subscriber;
    }
}
