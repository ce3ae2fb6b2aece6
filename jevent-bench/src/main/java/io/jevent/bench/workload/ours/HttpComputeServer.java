// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.bench.workload.Computing;
import io.jevent.bench.workload.Hello;

/** An HTTP server whose handler needs the processor. */
public final class HttpComputeServer {

    private HttpComputeServer() {}

    /** Serves until the input ends; the argument is the number of hubs. */
    public static void main(String[] args) throws Exception {
        HttpServer.serve(new io.jevent.http.HttpServer(
                HttpServer.address(),
                (request, response) ->
                        response.type(Hello.TYPE).send(Long.toString(Computing.answer(request.hashCode()))),
                HttpServer.OPTIONS,
                HttpServer.options(Integer.parseInt(args[0]))));
    }
}
