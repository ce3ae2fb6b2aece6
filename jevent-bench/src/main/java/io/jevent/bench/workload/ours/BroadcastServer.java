// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.websocket.Broadcast;
import io.jevent.websocket.WebSocket;

/** A greenlet for each WebSocket, which sends what it receives to all. */
public final class BroadcastServer {

    private BroadcastServer() {}

    /** Serves until the input ends; the argument is the number of hubs. */
    public static void main(String[] args) throws Exception {
        var all = new Broadcast();
        HttpServer.serve(new io.jevent.http.HttpServer(
                HttpServer.address(),
                (request, response) -> talk(WebSocket.accept(request, response), all),
                HttpServer.OPTIONS,
                HttpServer.options(Integer.parseInt(args[0]))));
    }

    private static void talk(WebSocket socket, Broadcast all) {
        all.add(socket);
        for (var message = socket.receiveText(); message.isPresent(); message = socket.receiveText()) {
            all.send(message.get());
        }
    }
}
