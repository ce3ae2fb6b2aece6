// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.vertx;

import java.util.concurrent.atomic.AtomicLong;

/** Answers with the length of the file in a form. */
public final class MultipartServer {

    private MultipartServer() {}

    /** Serves until the input ends; the argument is the number of loops. */
    public static void main(String[] args) throws Exception {
        HttpServer.serve(
                HttpServer.vertx(args),
                server -> server.requestHandler(request -> {
                    var length = new AtomicLong();
                    request.setExpectMultipart(true)
                            .uploadHandler(upload -> upload.handler(piece -> length.addAndGet(piece.length())))
                            .endHandler(_ -> {
                                var title = request.getFormAttribute("title");
                                var _ = request.response().end(title + ": " + length);
                            });
                }));
    }
}
