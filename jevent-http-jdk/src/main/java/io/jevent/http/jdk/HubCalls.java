// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.jdk;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.HubClosedException;
import io.jevent.hub.Hub;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls of an exchange on its hub: those of the hub's own greenlets directly, those of the threads of an
 * executor in a greenlet for each call, for which the thread waits.
 */
final class HubCalls {

    /** A call that may block. */
    @FunctionalInterface
    interface Call {
        void run() throws IOException;
    }

    private final Hub hub;

    HubCalls(Hub hub) {
        this.hub = hub;
    }

    void call(Call call) throws IOException {
        if (hub.isCurrent()) {
            call.run();
        } else {
            new Remote(call).run();
        }
    }

    /** A call of another thread. */
    private final class Remote {

        private final Call call;
        private final CompletableFuture<@Nullable Void> result = new CompletableFuture<>();

        /** Confined to the hub. */
        private @Nullable Greenlet<?> caller;

        Remote(Call call) {
            this.call = call;
        }

        void run() throws IOException {
            send(this::start);
            try {
                if (Hub.ifCurrent() == null) {
                    result.get();
                } else {
                    Jevent.await(result);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                var interrupted = new InterruptedIOException("interrupted in a call of an HTTP exchange");
                interrupted.initCause(e);
                throw interrupted;
            } catch (ExecutionException | CompletionException e) {
                throw unwrapped(e.getCause());
            } finally {
                if (result.cancel(false)) {
                    send(this::withdraw);
                }
            }
        }

        private static IOException unwrapped(@Nullable Throwable failure) {
            return switch (failure) {
                case IOException io -> io;
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case null, default -> new IOException(failure);
            };
        }

        private void start() {
            if (!result.isDone()) {
                Greenlet<?> greenlet = Jevent.spawn(this::attempt);
                greenlet.rawlink(() ->
                        result.completeExceptionally(new IOException("the HTTP server has ended during the call")));
                caller = greenlet;
            }
        }

        private void attempt() {
            try {
                call.run();
                result.complete(null);
            } catch (IOException | RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        }

        private void withdraw() {
            Greenlet<?> greenlet = caller;
            if (greenlet != null) {
                greenlet.interrupt(new GreenletExit("the thread that called was interrupted"));
            }
        }
    }

    private void send(Runnable message) throws IOException {
        try {
            hub.runCallback(message);
        } catch (HubClosedException e) {
            throw new IOException("the HTTP server's hub has ended", e);
        }
    }

    /** Blocks the calling thread or greenlet until the future is complete. */
    static void await(CompletableFuture<?> future) {
        if (Hub.ifCurrent() == null) {
            try {
                future.join();
            } catch (CompletionException | CancellationException e) {
                throw new IllegalStateException("the future of a wait has failed", e);
            }
        } else {
            var _ = Jevent.await(future);
        }
    }

    /** Blocks until a thread has ended. */
    static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
