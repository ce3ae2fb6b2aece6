// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.vertx;

import io.jevent.bench.workload.Order;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.Json;

/** Sends back the JSON document that it has read, by the library that jevent uses. */
public final class JsonServer {

    private JsonServer() {}

    /** Serves until the input ends; the argument is the number of loops. */
    public static void main(String[] args) throws Exception {
        HttpServer.serve(
                HttpServer.vertx(args),
                server -> server.requestHandler(request -> {
                    var _ = request.body().onSuccess(body -> {
                        var _ = request.response()
                                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                                .end(Json.encodeToBuffer(Json.decodeValue(body, Order.class)));
                    });
                }));
    }
}
