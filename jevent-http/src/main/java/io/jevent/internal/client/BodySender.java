// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.client;

import io.jevent.hub.Mutex;
import io.jevent.hub.WaitList;
import io.jevent.hub.WaitTarget;
import io.jevent.hub.Waiter;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/*
 * The publisher may call from any thread, and within request(). One buffer is asked for at a time, so that no more than one
 * is queued (backpressure).
 */
/** Takes the body of a request from its publisher and sends it. */
final class BodySender implements Flow.Subscriber<ByteBuffer>, WaitTarget {

    private final ClientExchange exchange;
    private final Mutex mutex = new Mutex();
    private final WaitList waiting = WaitList.perhapsWokenFromOutside(mutex);
    private final ArrayDeque<ByteBuffer> queue = new ArrayDeque<>(2);
    private Flow.@Nullable Subscription subscription;
    private boolean complete;
    private @Nullable Throwable failure;

    BodySender(ClientExchange exchange) {
        this.exchange = exchange;
    }

    /** The publisher has failed, or breaks its contract; the exchange cannot go on. */
    static final class PublisherException extends IOException {

        private static final long serialVersionUID = 1L;

        PublisherException(Throwable cause) {
            super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
        }
    }

    /** Sends the body; blocks while the server reads too slowly, or the publisher has nothing. */
    void send(BodyPublisher publisher) throws IOException {
        boolean done = false;
        try {
            publisher.subscribe(this);
            for (ByteBuffer next = take(); next != null; next = take()) {
                exchange.write(next);
            }
            exchange.finish();
            done = true;
        } finally {
            Flow.Subscription s = subscription;
            if (!done && s != null) {
                s.cancel();
            }
        }
    }

    private @Nullable ByteBuffer take() throws IOException {
        boolean asked = false;
        while (true) {
            Waiter waiter = null;
            mutex.lock();
            try {
                ByteBuffer next = queue.poll();
                if (next != null) {
                    return next;
                }
                Throwable failed = failure;
                if (failed != null) {
                    throw new PublisherException(failed);
                }
                if (complete) {
                    return null;
                }
                if (asked) {
                    waiter = waiting.enter(Long.MAX_VALUE);
                }
            } finally {
                mutex.unlock();
            }
            if (asked) {
                await(waiter);
            } else {
                asked = true;
                request();
            }
        }
    }

    private void await(@Nullable Waiter waiter) {
        var _ = WaitList.await(waiter, this, Long.MAX_VALUE);
    }

    private void request() throws IOException {
        Flow.Subscription s = subscription;
        if (s != null) {
            s.request(1);
        }
        boolean empty;
        mutex.lock();
        try {
            empty = queue.isEmpty() && !complete && failure == null;
        } finally {
            mutex.unlock();
        }
        if (empty) {
            exchange.flush();
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
    public void onSubscribe(Flow.Subscription given) {
        if (subscription != null) {
            given.cancel();
        } else {
            subscription = given;
        }
    }

    @Override
    public void onNext(ByteBuffer item) {
        wake(() -> queue.add(item));
    }

    @Override
    public void onError(Throwable thrown) {
        wake(() -> failure = thrown);
    }

    @Override
    public void onComplete() {
        wake(() -> complete = true);
    }

    @Override
    public String wokenBy() {
        return "the publisher of the request's body";
    }

    @Override
    public String toString() {
        return "body of a request on " + exchange.connection();
    }
}
