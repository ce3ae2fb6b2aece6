// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.RouteOptions;
import io.jevent.http.Routes;
import io.jevent.http.client.Http;
import io.jevent.http.multipart.MultipartForm;
import io.jevent.http.multipart.MultipartOptions;
import io.jevent.http.multipart.UploadedFile;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;

/** A form with a file, sent and received. */
final class Uploaded {

    private Uploaded() {}

    // @start region="program"
    static void main() throws IOException {
        var large = RouteOptions.DEFAULTS.maxBody(100 * 1024 * 1024);
        var routes = new Routes().on("POST", "/photos", large, (request, response) -> {
            MultipartForm form = MultipartForm.read(request, MultipartOptions.DEFAULTS.maxFile(50 * 1024 * 1024));
            UploadedFile photo = form.file("photo").orElseThrow();
            response.send(
                    form.field("title").orElse("untitled") + ": " + photo.name() + ", " + photo.size() + " bytes");
        });
        try (var server = new HttpServer("127.0.0.1:0", routes, HttpOptions.DEFAULTS.log(AccessLog.NONE))) {
            server.start();
            var address = "http://127.0.0.1:" + server.port() + "/photos";
            IO.println(Http.post(address)
                    .body("multipart/form-data; boundary=XX", BodyPublishers.ofString(FORM))
                    .text());
        }
    }

    private static final String FORM = """
            --XX
            Content-Disposition: form-data; name="title"

            a cat
            --XX
            Content-Disposition: form-data; name="photo"; filename="cat.jpg"
            Content-Type: image/jpeg

            (the photo)
            --XX--
            """.replace("\n", "\r\n");
    // @end
}
