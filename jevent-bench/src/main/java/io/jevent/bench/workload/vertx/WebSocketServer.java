// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.vertx;

/** A handler of messages on the event loop, as Vert.x's own documentation has it. */
public final class WebSocketServer {

    private WebSocketServer() {}

    /** Serves until the input ends; the argument is the number of loops. */
    public static void main(String[] args) throws Exception {
        HttpServer.serve(
                HttpServer.vertx(args),
                server -> server.webSocketHandler(socket -> {
                    var _ = socket.textMessageHandler(socket::writeTextMessage);
                }));
    }
}
