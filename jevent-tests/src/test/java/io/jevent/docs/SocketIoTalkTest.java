// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Routes;
import io.jevent.socketio.SocketIo;
import io.jevent.testing.junit.HubTest;
import io.jevent.websocket.WebSocket;
import java.io.IOException;

/** A room of Socket.IO, and what its clients send and receive. */
class SocketIoTalkTest {

    // @start region="test"
    @HubTest
    void aMessageGoesToTheOthers() throws IOException {
        var io = new SocketIo();
        io.namespace("/").onConnect(socket -> socket.join("lobby")).on("say", event -> {
            event.socket().to("lobby").emit("said", event.text(0));
            event.acknowledge("sent");
        });
        var routes = new Routes().any(SocketIo.PATH, io);
        try (var server = new HttpServer("127.0.0.1:0", routes, HttpOptions.DEFAULTS.log(AccessLog.NONE))) {
            server.start();
            WebSocket ada = connect(server.port());
            WebSocket bob = connect(server.port());
            ada.send("427[\"say\",\"hello\"]"); // await socket.emitWithAck("say", "hello")
            assertThat(ada.receiveText()).contains("437[\"sent\"]");
            assertThat(bob.receiveText()).contains("42[\"said\",\"hello\"]");
            io.close();
        }
    }
    // @end

    /** Sends what {@code io()} of the JavaScript client sends. */
    private static WebSocket connect(int port) throws IOException {
        var socket = WebSocket.connect("ws://127.0.0.1:" + port + SocketIo.PATH + "?EIO=4&transport=websocket");
        assertThat(socket.receiveText()).isPresent(); // the session, with its times
        socket.send("40");
        assertThat(socket.receiveText()).isPresent(); // connected, with the id
        return socket;
    }
}
