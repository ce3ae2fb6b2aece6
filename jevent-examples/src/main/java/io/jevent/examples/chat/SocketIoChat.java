// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.chat;

import io.jevent.http.Request;
import io.jevent.http.Response;
import io.jevent.http.Routes;
import io.jevent.http.StaticFiles;
import io.jevent.pool.Group;
import io.jevent.socketio.ClientSocket;
import io.jevent.socketio.ConnectRefusedException;
import io.jevent.socketio.Emitter;
import io.jevent.socketio.IncomingEvent;
import io.jevent.socketio.Namespace;
import io.jevent.socketio.SocketIo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The chat for clients of Socket.IO. They send {@code enter} with a room and the number of the last message that they
 * have seen, and {@code say} with a text; they get {@code said} and {@code people}.
 */
final class SocketIoChat {

    private static final String ROOM = "room";
    private static final Duration FOR_EVER = Duration.ofDays(1);
    private static final String CLIENT = "https://cdn.jsdelivr.net/npm/socket.io-client@4.8.4/dist/socket.io.min.js";
    private static final String CLIENT_HASH = "sha384-fBrXvbDtHoeKWJ/hcA6M+YGueiDW+h45I7V6F2kD1S8bOkrF9rZYPLVkCR6BLR/1";

    private final SocketIo io = new SocketIo();
    private final Namespace all = io.namespace(Namespace.ROOT);
    private final Map<String, Room> rooms;
    private final Sharing shared;
    private final Group tellers = new Group();

    /** The data that a client sends when it connects. */
    private record Visitor(String name) {}

    SocketIoChat(Sharing shared) {
        this.rooms = shared.rooms();
        this.shared = shared;
        // @start region="events"
        all.authorize(SocketIoChat::authorize)
                .on("enter", this::enter)
                .on("say", this::say)
                .onDisconnect((socket, _) -> leave(socket));
        // @end
        for (Room room : rooms.values()) {
            tellers.spawn(() -> tell(room)).setName("news of " + room.name());
        }
    }

    /**
     * Returns the paths.
     *
     * @param client the file of the official client; if it is empty, pages load the client from a public site
     */
    Routes routes(Optional<Path> client) {
        var routes = new Routes()
                .any(SocketIo.PATH, io)
                .get("/", (_, response) -> Pages.send(response, Pages.choose()))
                .files("/static", StaticFiles.ofResources(SocketIoChat.class, "io/jevent/examples/chat/static"))
                .get(
                        "/{name}",
                        (request, response) -> Pages.send(response, Pages.rooms(Names.of(request), rooms.values())))
                .get("/{room}/{name}", (request, response) -> page(request, response, client.isPresent()));
        client.ifPresent(file -> routes.get(
                "/client/socket.io.js",
                (request, response) -> response.type("text/javascript").sendFile(file)));
        return routes;
    }

    private void page(Request request, Response response, boolean ownClient) throws IOException {
        String name = Names.of(request);
        Room room = Chat.find(rooms, request.variable("room"));
        String own = "<script src=\"/client/socket.io.js\" defer></script>";
        String others = "<script src=\"" + CLIENT + "\" integrity=\"" + CLIENT_HASH
                + "\" crossorigin=\"anonymous\" defer></script>";
        String scripts = (ownClient ? own : others) + "\n  <script src=\"/static/socketio.js\" defer></script>";
        Pages.send(
                response,
                Pages.room(name, room, scripts),
                ownClient ? "default-src 'self'" : "default-src 'self'; script-src 'self' " + CLIENT);
    }

    private static void authorize(ClientSocket socket) throws ConnectRefusedException {
        String name = socket.auth(Visitor.class).map(Visitor::name).orElse("");
        if (!Names.isAllowed(name)) {
            throw new ConnectRefusedException(Names.RULE);
        }
        socket.attributes().put("name", name);
    }

    private static String name(ClientSocket socket) {
        return (String) Objects.requireNonNull(socket.attributes().get("name"));
    }

    // @start region="enter"
    private void enter(IncomingEvent event) throws IOException {
        Room room = rooms.get(event.text(0));
        if (room == null) {
            event.acknowledge(Map.of("refused", "there is no such room"));
            return;
        }
        ClientSocket socket = event.socket();
        leave(socket);
        socket.join(room.name());
        socket.attributes().put(ROOM, room);
        room.enter(name(socket));
        long after = event.arguments().get(1, Long.class);
        List<Said> missed = after == 0
                ? room.backlog()
                : room.newsSince(new Room.Seen(after, 0)).messages();
        event.acknowledge(Map.of("messages", missed, "people", room.people()));
    }
    // @end

    private static void leave(ClientSocket socket) {
        if (socket.attributes().remove(ROOM) instanceof Room room) {
            socket.leave(room.name());
            room.leave(name(socket));
        }
    }

    private void say(IncomingEvent event) throws IOException {
        var answer = new HashMap<String, Object>();
        String text = event.text(0);
        if (!(event.socket().attributes().get(ROOM) instanceof Room room)) {
            answer.put("refused", "enter a room first");
        } else if (text.length() > Chat.LONGEST_TEXT) {
            answer.put("refused", "a message has at most " + Chat.LONGEST_TEXT + " letters");
        } else if (!text.isBlank()) {
            try {
                shared.say(room.name(), name(event.socket()), text);
            } catch (IOException e) {
                answer.put("refused", "the message could not be said: " + e.getMessage());
            }
        }
        event.acknowledge(answer);
    }

    // @start region="tell"
    /** Sends the news of a room to the sockets that have joined it. */
    private void tell(Room room) {
        Emitter visitors = all.to(room.name());
        var seen = new Room.Seen(room.last(), 0);
        while (true) {
            if (room.await(seen, FOR_EVER)) {
                Room.News news = room.newsSince(seen);
                if (!news.people().isEmpty()) {
                    visitors.emit("people", news.people());
                }
                news.messages().forEach(message -> visitors.emit("said", message));
                seen = news.seen();
            }
        }
    }
    // @end

    /** Disconnects all clients. */
    void end() {
        io.close();
        tellers.kill();
    }
}
