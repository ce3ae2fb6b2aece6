// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.http.AccessFormat;
import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Routes;
import io.jevent.http.client.Http;
import io.jevent.http.ops.Health;
import io.jevent.http.ops.TraceContext;
import java.io.IOException;

/** A service with health, traces and a log in JSON. */
final class Operated {

    private Operated() {}

    // @start region="program"
    static void main() throws IOException {
        var health = new Health().check("stock", () -> true);
        var routes = new Routes()
                .get("/items/{item}", (request, response) -> response.send("two of " + request.variable("item")))
                .mount("/health", health.routes())
                .filter(TraceContext.filter());
        var options = HttpOptions.DEFAULTS.log(AccessLog.to(System.out, AccessFormat.JSON));
        try (var server = new HttpServer("127.0.0.1:0", routes, options)) {
            server.start();
            String address = "http://127.0.0.1:" + server.port();
            IO.println(Http.get(address + "/items/milk").text());
            health.setReady(false); // a load balancer sends no more requests
            IO.println(Http.get(address + "/health/ready").send().status());
        }
    }
    // @end
}
