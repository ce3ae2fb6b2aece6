// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import io.jevent.Jevent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.glassfish.jersey.jdkhttp.JdkHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.Test;

/** A JAX-RS application with JSON, by Jersey's container for the JDK's server. */
class JaxRsTest {

    private static HttpServer serve(int port) {
        // @start region="server"
        var resources = new ResourceConfig(TaskResource.class);
        HttpServer server =
                JdkHttpServerFactory.createHttpServer(URI.create("http://localhost:" + port + "/api/"), resources);
        // @end
        return server;
    }

    @Test
    void resourcesWithJson() throws Exception {
        Jevent.run(() -> {
            HttpServer server = serve(0);
            assertThat(HttpServerProvider.provider()).isInstanceOf(JeventHttpServerProvider.class);
            try {
                InetSocketAddress address = server.getAddress();
                assertThat(exchange(address, post("{\"title\":\"milk\",\"done\":false}")))
                        .startsWith("HTTP/1.1 201")
                        .containsPattern("location: http://localhost(:\\d+)?/api/tasks/1");
                assertThat(exchange(address, get("tasks/1")))
                        .startsWith("HTTP/1.1 200")
                        .contains("content-type: application/json")
                        .containsPattern("\"title\":\"milk\"");
                assertThat(exchange(address, get("tasks"))).contains("[{", "}]");
                assertThat(exchange(address, get("tasks/2"))).startsWith("HTTP/1.1 404");
                assertThat(exchange(address, get("nothing"))).startsWith("HTTP/1.1 404");
                assertThat(exchange(address, "DELETE /api/tasks HTTP/1.1\nHost: localhost\nConnection: close\n\n"))
                        .startsWith("HTTP/1.1 405");
            } finally {
                server.stop(0);
            }
            return null;
        });
    }

    private static String get(String path) {
        return "GET /api/" + path + " HTTP/1.1\nHost: localhost\nAccept: application/json\nConnection: close\n\n";
    }

    private static String post(String json) {
        return "POST /api/tasks HTTP/1.1\nHost: localhost\nContent-Type: application/json\nContent-Length: "
                + json.length() + "\nConnection: close\n\n" + json;
    }

    /** Has a client on another thread, since this greenlet's thread is the server's. */
    private static String exchange(InetSocketAddress server, String text) {
        var response = new CompletableFuture<String>();
        new Thread(() -> {
                    try {
                        response.complete(RawClient.exchange(server, text));
                    } catch (IOException e) {
                        response.completeExceptionally(e);
                    }
                })
                .start();
        return Jevent.await(response);
    }
}
