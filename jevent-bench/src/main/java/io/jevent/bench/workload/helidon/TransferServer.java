// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.helidon;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.jevent.bench.workload.Bulk;
import java.io.IOException;

/** Receives a long body, or sends one of the length that the query asks for. */
public final class TransferServer {

    private TransferServer() {}

    /** Serves until the input ends; the argument is the number of processors. */
    public static void main(String[] args) {
        HttpServer.serve(HttpServer.builder(), TransferServer::transfer);
    }

    private static void transfer(ServerRequest request, ServerResponse response) throws IOException {
        var block = new byte[Bulk.BLOCK];
        if (request.prologue().method().text().equals("POST")) {
            long received = 0;
            var body = request.content().inputStream();
            for (int n = body.read(block); n >= 0; n = body.read(block)) {
                received += n;
            }
            response.send(Long.toString(received));
        } else {
            var length = request.query().rawValue();
            response.headers().set(HeaderNames.CONTENT_LENGTH, length);
            try (var out = response.outputStream()) {
                for (long left = Long.parseLong(length); left > 0; left -= block.length) {
                    out.write(block);
                }
            }
        }
    }
}
