// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.vertx;

import io.jevent.bench.workload.Bulk;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Receives a long body, or sends one of the length that the query asks for, for as long as the queue has room. */
public final class TransferServer {

    private final Buffer block = Buffer.buffer(new byte[Bulk.BLOCK]);
    private long bytes;

    private TransferServer() {}

    /** Serves until the input ends; the argument is the number of loops. */
    public static void main(String[] args) throws Exception {
        HttpServer.serve(
                HttpServer.vertx(args),
                server -> server.requestHandler(request -> new TransferServer().transfer(request)));
    }

    private void transfer(HttpServerRequest request) {
        if (request.method().equals(HttpMethod.POST)) {
            request.handler(piece -> bytes += piece.length()).endHandler(_ -> {
                var _ = request.response().end(Long.toString(bytes));
            });
        } else {
            bytes = Long.parseLong(request.query());
            var response = request.response().putHeader(HttpHeaders.CONTENT_LENGTH, request.query());
            response.drainHandler(_ -> send(response));
            send(response);
        }
    }

    private void send(HttpServerResponse response) {
        while (bytes > 0 && !response.writeQueueFull()) {
            bytes -= block.length();
            if (bytes == 0) {
                var _ = response.end(block);
            } else {
                var _ = response.write(block);
            }
        }
    }
}
