// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.http.AccessLog;
import io.jevent.http.Handler;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.TrustedProxies;
import io.jevent.http.client.Http;
import io.jevent.http.proxy.ReverseProxy;
import java.io.IOException;

/** A service behind a reverse proxy, and what it believes. */
final class BehindProxy {

    private BehindProxy() {}

    // @start region="program"
    private static final HttpOptions QUIET = HttpOptions.DEFAULTS.log(AccessLog.NONE);

    static void main() throws IOException {
        Handler service = (request, response) -> response.send(
                "client " + request.remoteHost() + ", host " + request.host() + ", TLS " + request.isSecure());
        var behind = QUIET.proxies(TrustedProxies.of("127.0.0.1").host());
        try (var one = new HttpServer("127.0.0.1:0", service, behind);
                var other = new HttpServer("127.0.0.1:0", service, behind)) {
            one.start();
            other.start();
            Handler proxy = ReverseProxy.to("http://127.0.0.1:" + one.port(), "http://127.0.0.1:" + other.port());
            try (var front = new HttpServer("127.0.0.1:0", proxy, QUIET)) {
                front.start();
                one.stop(); // the proxy takes the other one
                String reply = Http.get("http://localhost:" + front.port() + "/")
                        .header("X-Forwarded-For", "192.0.2.66") // not believed: the client is no proxy
                        .text();
                IO.println(reply.replace(":" + front.port(), ""));
            }
        }
    }
    // @end
}
