// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.helidon;

import com.google.gson.Gson;
import io.helidon.http.HeaderNames;
import io.jevent.bench.workload.Order;

/** Sends back the JSON document that it has read, by the library that jevent uses. */
public final class JsonServer {

    private static final Gson GSON = new Gson();

    private JsonServer() {}

    /** Serves until the input ends; the argument is the number of processors. */
    public static void main(String[] args) {
        HttpServer.serve(HttpServer.builder(), (request, response) -> {
            var order = GSON.fromJson(request.content().as(String.class), Order.class);
            response.headers().set(HeaderNames.CONTENT_TYPE, "application/json");
            response.send(GSON.toJson(order));
        });
    }
}
