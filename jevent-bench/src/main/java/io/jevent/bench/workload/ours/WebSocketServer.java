// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.websocket.WebSocket;
import java.io.IOException;

/** A greenlet for each WebSocket, which sends back what it receives. */
public final class WebSocketServer {

    private WebSocketServer() {}

    /** Serves until the input ends; the argument is the number of hubs. */
    public static void main(String[] args) throws Exception {
        HttpServer.serve(new io.jevent.http.HttpServer(
                HttpServer.address(),
                (request, response) -> echo(WebSocket.accept(request, response)),
                HttpServer.OPTIONS,
                HttpServer.options(Integer.parseInt(args[0]))));
    }

    private static void echo(WebSocket socket) throws IOException {
        for (var message = socket.receiveText(); message.isPresent(); message = socket.receiveText()) {
            socket.send(message.get());
        }
    }
}
