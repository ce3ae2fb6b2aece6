// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.chat;

import com.google.gson.Gson;
import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.exceptions.GreenletExit;
import io.jevent.http.HttpException;
import io.jevent.http.Request;
import io.jevent.http.Response;
import io.jevent.http.Routes;
import io.jevent.http.SameOrigin;
import io.jevent.http.StaticFiles;
import io.jevent.websocket.Message;
import io.jevent.websocket.WebSocket;
import io.jevent.websocket.WebSocketOptions;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The paths of the chat. */
final class Chat {
    /** The maximum length of a message. */
    static final int LONGEST_TEXT = 2000;

    private static final Duration POLL = Duration.ofSeconds(10);
    private static final Duration BEAT = Duration.ofSeconds(10);

    private final Map<String, Room> rooms;
    private final Sharing shared;
    private final Map<String, User> users = new LinkedHashMap<>();
    private final Gson gson = new Gson();

    Chat(Sharing shared) {
        this.rooms = shared.rooms();
        this.shared = shared;
    }

    /** Where what is. */
    Routes routes() {
        return new Routes()
                .get("/", (_, response) -> Pages.send(response, Pages.choose()))
                .files("/static", StaticFiles.ofResources(Chat.class, "io/jevent/examples/chat/static"))
                .get("/room/{room}/{name}/socket", this::socket)
                .get("/room/{room}/{name}/events", this::events)
                .post("/put/{room}/{name}", this::put)
                .post("/poll/{name}", this::poll)
                .get(
                        "/{name}",
                        (request, response) -> Pages.send(response, Pages.rooms(Names.of(request), rooms.values())))
                .get("/{room}/{name}", this::room)
                .filter(new SameOrigin());
    }

    private Room roomOf(Request request) {
        return find(rooms, request.variable("room"));
    }

    static Room find(Map<String, Room> rooms, String name) {
        Room room = rooms.get(name);
        if (room == null) {
            throw new HttpException(404, "there is no such room");
        }
        return room;
    }

    private void room(Request request, Response response) throws IOException {
        Room room = roomOf(request);
        String name = Names.of(request);
        room.subscribe(user(name));
        Pages.send(response, Pages.room(name, room), policy());
    }

    /** A page may use what comes from this server, and connect to the others. */
    private String policy() {
        String own = "default-src 'self'";
        return shared.hosts().isEmpty()
                ? own
                : own + "; connect-src 'self'"
                        + shared.hosts().stream()
                                .map(host -> " ws://" + host + ":*")
                                .collect(Collectors.joining());
    }

    private User user(String name) {
        users.values().removeIf(User::isGone);
        return users.computeIfAbsent(name, _ -> new User());
    }

    private void put(Request request, Response response) throws IOException {
        Room room = roomOf(request);
        String name = Names.of(request);
        if (!users.containsKey(name)) {
            throw new HttpException(404, "nobody of that name is in a room");
        }
        String text = request.form()
                .first("message")
                .orElseThrow(() -> new HttpException(400, "the form has no field message"));
        say(room, name, text);
        response.send("");
    }

    private void say(Room room, String name, String text) {
        if (text.length() > LONGEST_TEXT) {
            throw new HttpException(413, "a message has at most " + LONGEST_TEXT + " letters");
        }
        if (text.isBlank()) {
            return;
        }
        try {
            shared.say(room.name(), name, text);
        } catch (IOException e) {
            throw new HttpException(503, "the message could not be said: " + e.getMessage());
        }
    }

    /** One message, in the way of the tutorial; an empty list if none comes. */
    private void poll(Request request, Response response) throws IOException {
        User user = users.get(Names.of(request));
        if (user == null) {
            throw new HttpException(404, "nobody of that name is in a room");
        }
        Optional<Said> message = user.next(POLL);
        json(response, message.isPresent() ? message.get().line() : List.of());
    }

    private void json(Response response, Object value) throws IOException {
        response.header("Cache-Control", "no-store").type("application/json").send(gson.toJson(value));
    }

    /** Returns the numbers of the last news that the page has seen. */
    private static Room.Seen seen(Request request) {
        try {
            return new Room.Seen(
                    Long.parseLong(request.parameter("after").orElse("0")),
                    Long.parseLong(request.parameter("people").orElse("-1")));
        } catch (NumberFormatException _) {
            throw new HttpException(400, "after and people are numbers");
        }
    }

    /** Sends the news since the last poll, as soon as there is any. */
    private void events(Request request, Response response) throws IOException {
        Room room = roomOf(request);
        String name = Names.of(request);
        User _ = user(name);
        Room.Seen seen = seen(request);
        room.enter(name);
        try {
            boolean _ = room.await(seen, POLL);
            json(response, eventsOf(room.newsSince(seen)));
        } finally {
            room.leaveSoon(name);
        }
    }

    /** Sends news as it comes, and receives the messages of the user. */
    private void socket(Request request, Response response) throws IOException {
        Room room = roomOf(request);
        String name = Names.of(request);
        Room.Seen seen = seen(request);
        WebSocketOptions options = WebSocketOptions.DEFAULTS.origins(origin -> mayConnect(request, origin));
        try (var socket = WebSocket.accept(request, response, options)) {
            User _ = user(name);
            room.enter(name);
            Greenlet<?> teller = Jevent.spawn(() -> tell(socket, room, seen));
            try {
                for (Message message : socket.messages()) {
                    if (message instanceof Message.Text(String text)) {
                        sayOrRefuse(socket, room, name, text);
                    }
                }
            } finally {
                teller.interrupt(new GreenletExit());
                room.leave(name);
            }
        }
    }

    /** Whether a page is of this server or of another one of the cluster. */
    private boolean mayConnect(Request request, String origin) {
        try {
            String host = new URI(origin).getHost();
            return SameOrigin.isOwn(request, origin)
                    || (host != null && shared.hosts().contains(host));
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private void sayOrRefuse(WebSocket socket, Room room, String name, String text) throws IOException {
        try {
            say(room, name, text);
        } catch (HttpException e) {
            socket.send(gson.toJson(Map.of("refused", text, "why", e.getMessage())));
        }
    }

    // @start region="tell"
    private Void tell(WebSocket socket, Room room, Room.Seen from) throws IOException {
        Room.Seen seen = from;
        while (true) {
            if (!room.await(seen, BEAT)) {
                socket.send(gson.toJson(servers())); // the page knows from it that the connection is alive
                continue;
            }
            Room.News news = room.newsSince(seen);
            for (Object event : eventsOf(news)) {
                socket.send(gson.toJson(event));
            }
            seen = news.seen();
        }
    }
    // @end

    /** Returns where a page may turn to when this server has ended. */
    private Map<String, Object> servers() {
        return shared.servers().isEmpty() ? Map.of() : Map.of("servers", shared.servers());
    }

    private List<Object> eventsOf(Room.News news) {
        List<Object> events = new ArrayList<>();
        if (!news.people().isEmpty()) {
            if (!shared.servers().isEmpty()) {
                events.add(servers());
            }
            events.add(Map.of("people", news.people(), "version", news.seen().people()));
        }
        events.addAll(news.messages());
        return events;
    }
}
