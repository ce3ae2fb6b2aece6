// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The program of the tutorial. */
class GreetingTest {

    private static HttpServer serve(int port) throws IOException {
        // @start region="server"
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/greeting", exchange -> {
            byte[] body = ("hello " + exchange.getRequestURI().getQuery() + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
        // @end
        return server;
    }

    @Test
    void theProgramRunsOnJevent() throws Exception {
        HttpServer server = serve(0);
        try {
            assertThat(server.toString()).contains("on jevent");
            assertThat(RawClient.exchange(server.getAddress(), Behaviors.get("/greeting?Ada")))
                    .contains("\n\nhello Ada\n");
        } finally {
            server.stop(0);
        }
    }
}
