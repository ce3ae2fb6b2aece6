// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.vertx;

import io.jevent.bench.workload.Hello;
import io.jevent.bench.workload.Serving;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A request handler on the event loop, as Vert.x's own documentation has it. */
public final class HttpServer {

    private static final CharSequence TYPE = HttpHeaders.createOptimized(Hello.TYPE);
    private static final Buffer BODY = Buffer.buffer(Hello.TEXT);

    private static volatile CharSequence date = date();

    private HttpServer() {}

    /** Serves until the input ends; the argument is the number of loops. */
    public static void main(String[] args) throws Exception {
        var vertx = vertx(args);
        vertx.setPeriodic(TimeUnit.SECONDS.toMillis(1), _ -> date = date());
        serve(
                vertx,
                server -> server.requestHandler(request -> {
                    var _ = request.response()
                            .putHeader(HttpHeaders.CONTENT_TYPE, TYPE)
                            .putHeader(HttpHeaders.DATE, date)
                            .end(BODY);
                }));
    }

    /** On the transport that jevent chooses. */
    static Vertx vertx(String[] args) {
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(Integer.parseInt(args[0]))
                .setPreferNativeTransport(true));
    }

    /** Starts a server that was given its handlers. */
    static void serve(Vertx vertx, UnaryOperator<io.vertx.core.http.HttpServer> handlers)
            throws InterruptedException, ExecutionException {
        var options = new HttpServerOptions().setHost("127.0.0.1").setPort(0).setAcceptBacklog(Serving.BACKLOG);
        var server = handlers.apply(vertx.createHttpServer(options))
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        Serving.at(server.actualPort());
    }

    private static CharSequence date() {
        return HttpHeaders.createOptimized(
                DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
    }
}
