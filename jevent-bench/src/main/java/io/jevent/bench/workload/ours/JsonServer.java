// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.bench.workload.Order;

/** Sends back the JSON document that it has read. */
public final class JsonServer {

    private JsonServer() {}

    /** Serves until the input ends; the argument is the number of hubs. */
    public static void main(String[] args) throws Exception {
        HttpServer.serve(new io.jevent.http.HttpServer(
                HttpServer.address(),
                (request, response) -> response.json(request.json(Order.class)),
                HttpServer.OPTIONS,
                HttpServer.options(Integer.parseInt(args[0]))));
    }
}
