// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.http.multipart.MultipartForm;

/** Answers with the length of the file in a form. */
public final class MultipartServer {

    private MultipartServer() {}

    /** Serves until the input ends; the argument is the number of hubs. */
    public static void main(String[] args) throws Exception {
        HttpServer.serve(new io.jevent.http.HttpServer(
                HttpServer.address(),
                (request, response) -> {
                    var form = MultipartForm.read(request);
                    long length = form.file("file").orElseThrow().size();
                    response.send(form.field("title").orElseThrow() + ": " + length);
                },
                HttpServer.OPTIONS,
                HttpServer.options(Integer.parseInt(args[0]))));
    }
}
