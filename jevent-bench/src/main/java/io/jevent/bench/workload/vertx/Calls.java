// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.vertx;

import io.jevent.bench.workload.HttpTarget;
import io.jevent.bench.workload.ProcessorTime;
import io.jevent.bench.workload.Rounds;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

/** Calls of Vert.x's client by 64 chains of callbacks on one event loop. */
final class Calls {

    private Calls() {}

    static void serve(String[] args, boolean secure) throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        var options = new HttpClientOptions();
        if (secure) {
            options.setSsl(true)
                    .setTrustAll(true)
                    .setVerifyHost(false)
                    .setUseAlpn(true)
                    .setProtocolVersion(HttpVersion.HTTP_2);
        }
        HttpClient client = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(HttpTarget.TASKS));
        try (var target = HttpTarget.start(secure)) {
            var request = new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(target.address());
            Rounds.serve(args, operations -> round(vertx, client, request, operations));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static double round(Vertx vertx, HttpClient client, RequestOptions request, int operations)
            throws ExecutionException, InterruptedException {
        int calls = HttpTarget.callsOf(operations);
        long begin = ProcessorTime.nanos();
        List<CompletableFuture<Void>> running = new ArrayList<>();
        var started = new CountDownLatch(1);
        vertx.getOrCreateContext().runOnContext(_ -> {
            for (int i = 0; i < HttpTarget.TASKS; i++) {
                Promise<Void> done = Promise.promise();
                call(client, request, calls, done);
                running.add(done.future().toCompletionStage().toCompletableFuture());
            }
            started.countDown();
        });
        started.await();
        for (CompletableFuture<Void> one : running) {
            one.get();
        }
        return (double) (ProcessorTime.nanos() - begin) / ((double) calls * HttpTarget.TASKS);
    }

    private static void call(HttpClient client, RequestOptions request, int left, Promise<Void> done) {
        if (left == 0) {
            done.complete();
            return;
        }
        client.request(request)
                .compose(sent -> sent.send())
                .compose(response -> response.body().map(body -> {
                    HttpTarget.check(response.statusCode(), body.toString());
                    return response;
                }))
                .onSuccess(_ -> call(client, request, left - 1, done))
                .onFailure(done::fail);
    }
}
