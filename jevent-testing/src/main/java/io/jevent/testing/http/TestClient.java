// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing.http;

import io.jevent.Greenlet;
import io.jevent.http.AccessLog;
import io.jevent.http.Handler;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.client.ClientOptions;
import io.jevent.http.client.Http;
import io.jevent.http.client.HttpCall;
import io.jevent.http.client.HubHttpClient;
import io.jevent.pool.Group;
import io.jevent.socket.StreamSocket;
import java.io.IOException;

/**
 * Calls a handler without a server: no port is opened, and in virtual time no call takes time. Everything between is
 * real: the client's requests are written, parsed, checked and limited as those of any client, and filters, routes,
 * streams and HTTP/2 work.
 *
 * <pre>{@code
 * try (var client = new TestClient(routes)) {
 *     assertThat(client.get("/rooms/blue").text()).isEqualTo("blue");
 * }
 * }</pre>
 *
 * <p><b>Confinement:</b> hub-confined.
 *
 * @gevent the test client of Flask or of WebTest
 * @since 0.1
 */
public final class TestClient implements AutoCloseable {

    private static final String ADDRESS = "http://localhost";

    private final HttpServer server;
    private final HubHttpClient client;
    private final Group connections = new Group();

    /**
     * Creates a client.
     *
     * @param handler responds to the requests
     */
    public TestClient(Handler handler) {
        this(handler, HttpOptions.DEFAULTS.log(AccessLog.NONE), ClientOptions.DEFAULTS);
    }

    /**
     * Creates a client with limits and settings.
     *
     * @param handler responds to the requests
     * @param options those of the server
     * @param clientOptions those of the client
     */
    public TestClient(Handler handler, HttpOptions options, ClientOptions clientOptions) {
        server = new HttpServer("localhost:0", handler, options); // is not started
        client = HubHttpClient.of(clientOptions.connector(this::connect));
    }

    private StreamSocket connect() throws IOException {
        StreamSocket.Pair pair = StreamSocket.pair();
        Greenlet<?> _ = connections.spawn(() -> {
            server.serve(pair.second());
            return null;
        });
        return pair.first();
    }

    /**
     * Begins a call with {@code GET}.
     *
     * @param path path and query
     * @return the call
     * @switches never
     */
    public HttpCall get(String path) {
        return call("GET", path);
    }

    /**
     * Begins a call with {@code POST}.
     *
     * @param path path and query
     * @return the call
     * @switches never
     */
    public HttpCall post(String path) {
        return call("POST", path);
    }

    /**
     * Begins a call.
     *
     * @param method the method
     * @param path path and query
     * @return the call
     * @switches never
     */
    public HttpCall call(String method, String path) {
        return Http.with(client).call(method, ADDRESS + path);
    }

    /**
     * Returns the client, for requests of the JDK's types. The host of their addresses is without meaning.
     *
     * @return the client, always the same
     * @switches never
     */
    public HubHttpClient client() {
        return client;
    }

    /**
     * Closes the connections and kills the handlers that still run.
     *
     * @switches when it has to wait
     */
    @Override
    public void close() {
        client.shutdownNow();
        connections.kill();
    }
}
