// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.HubClosedException;
import io.jevent.hub.Hub;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/*
 * Invariant: bytes leave the body only together with the completion of the result, so that a caller that has given up loses none.
 */
/**
 * A read of a request's body by a thread of another hub or of none; a greenlet of the body's hub reads on its behalf.
 */
final class RemoteRead {

    /** The outcome of the read. */
    private static final class Data {

        /** Empty at the end of the body. */
        final byte[] bytes;

        /** The failure of the read, or null. */
        final @Nullable IOException failure;

        Data(byte[] bytes, @Nullable IOException failure) {
            this.bytes = bytes;
            this.failure = failure;
        }
    }

    private final BodyInput body;
    private final Hub hub;
    private final int length;
    private final CompletableFuture<Data> result = new CompletableFuture<>();

    /** Confined to the hub. */
    private @Nullable Greenlet<?> reader;

    RemoteRead(BodyInput body, Hub hub, int length) {
        this.body = body;
        this.hub = hub;
        this.length = length;
    }

    /** Blocks until there are bytes, and returns at most as many as wanted; none at the end of the body. */
    byte[] read() throws IOException {
        try {
            hub.runCallback(this::start);
        } catch (HubClosedException e) {
            throw new IOException("the body cannot be read: its server's hub has ended", e);
        }
        Data data = await();
        if (data.failure != null) {
            throw data.failure;
        }
        return data.bytes;
    }

    private void start() {
        if (!result.isDone()) {
            Greenlet<?> greenlet = Jevent.spawn(this::run);
            greenlet.rawlink(() -> fail(new IOException("the body cannot be read: its server ends")));
            reader = greenlet;
        }
    }

    private void run() {
        try {
            body.readFor(this);
        } catch (IOException e) {
            fail(e);
        } catch (RuntimeException e) {
            fail(new IOException(e.getMessage(), e));
        }
    }

    int length() {
        return length;
    }

    /** Passes bytes to the caller; returns false if it does not wait any more, and the bytes stay in the body. */
    boolean complete(byte[] bytes) {
        return result.complete(new Data(bytes, null));
    }

    private void fail(IOException failure) {
        result.complete(new Data(new byte[0], failure));
    }

    private Data await() throws InterruptedIOException {
        try {
            return Hub.ifCurrent() == null ? result.get() : Jevent.await(result);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var interrupted = new InterruptedIOException("interrupted while a body was read");
            interrupted.initCause(e);
            throw interrupted;
        } catch (ExecutionException e) {
            throw new AssertionError("the result is never a failure", e);
        } finally {
            if (result.cancel(false)) {
                withdraw();
            }
        }
    }

    private void withdraw() {
        try {
            hub.runCallback(() -> {
                if (reader != null) {
                    reader.interrupt(new GreenletExit("the thread that wanted to read gave up"));
                }
            });
        } catch (HubClosedException _) {
            // the reader has ended with its hub
        }
    }
}
