// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import io.jevent.Jevent;
import io.jevent.internal.client.BodyPump;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Passes a body to a subscriber of java.net.http. The greenlet of the call does that until the subscriber has its
 * result; if the result is there before the end of the body, as that of {@code ofInputStream()}, another greenlet does
 * the rest.
 */
final class Receiving<T> {

    private final Reply reply;
    private final BodyHandler<T> handler;

    Receiving(Reply reply, BodyHandler<T> handler) {
        this.reply = reply;
        this.handler = handler;
    }

    ReceivedResponse<T> run() throws IOException {
        boolean passed = false;
        try {
            BodySubscriber<T> subscriber = handler.apply(reply.head());
            var pump = new BodyPump(reply.source(), subscriber);
            pump.begin();
            CompletionStage<T> stage = subscriber.getBody();
            CompletableFuture<T> body = stage.toCompletableFuture();
            pump.run(body::isDone);
            passed = true;
            if (!pump.isOver()) {
                var _ = Jevent.spawnRaw(() -> pump.run(() -> false));
            }
            Throwable failure = pump.failed();
            if (failure != null) {
                throw failed(failure);
            }
            return new ReceivedResponse<>(reply, body.isDone() ? body.join() : Jevent.await(stage));
        } catch (CompletionException e) {
            throw failed(e.getCause() == null ? e : e.getCause());
        } catch (RuntimeException e) {
            throw failed(e);
        } finally {
            if (!passed) {
                reply.close();
            }
        }
    }

    private static IOException failed(Throwable cause) {
        if (cause instanceof IOException io) {
            return io;
        }
        return new IOException(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
    }
}
