// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.bench.workload.Bulk;
import io.jevent.http.HttpOptions;
import io.jevent.http.Request;
import io.jevent.http.Response;
import java.io.IOException;

/** Receives a long body, or sends one of the length that the query asks for. */
public final class TransferServer {

    private static final HttpOptions OPTIONS = HttpServer.OPTIONS.maxBody(Long.MAX_VALUE);

    private TransferServer() {}

    /** Serves until the input ends; the argument is the number of hubs. */
    public static void main(String[] args) throws Exception {
        HttpServer.serve(new io.jevent.http.HttpServer(
                HttpServer.address(),
                TransferServer::transfer,
                OPTIONS,
                HttpServer.options(Integer.parseInt(args[0]))));
    }

    private static void transfer(Request request, Response response) throws IOException {
        var block = new byte[Bulk.BLOCK];
        if (request.method().equals("POST")) {
            long received = 0;
            var body = request.body();
            for (int n = body.read(block); n >= 0; n = body.read(block)) {
                received += n;
            }
            response.send(Long.toString(received));
        } else {
            response.header("Content-Length", request.query());
            for (long left = Long.parseLong(request.query()); left > 0; left -= block.length) {
                response.write(block);
            }
        }
    }
}
