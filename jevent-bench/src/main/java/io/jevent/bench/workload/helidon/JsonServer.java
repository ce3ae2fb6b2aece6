// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.helidon;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.helidon.http.HeaderNames;
import io.jevent.bench.workload.Order;

/** Sends back the JSON document that it has read, by the library that jevent uses. */
public final class JsonServer {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonServer() {}

    /** Serves until the input ends; the argument is the number of processors. */
    public static void main(String[] args) {
        HttpServer.serve(HttpServer.builder(), (request, response) -> {
            var order = MAPPER.readValue(request.content().as(byte[].class), Order.class);
            response.headers().set(HeaderNames.CONTENT_TYPE, "application/json");
            response.send(MAPPER.writeValueAsBytes(order));
        });
    }
}
