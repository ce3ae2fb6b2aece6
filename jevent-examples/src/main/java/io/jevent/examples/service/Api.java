// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.service;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.jevent.http.Handler;
import io.jevent.http.HttpException;
import io.jevent.http.Request;
import io.jevent.http.Response;
import io.jevent.http.Routes;
import io.jevent.http.SameOrigin;
import io.jevent.http.Session;
import io.jevent.http.Sessions;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The routes of the service. */
final class Api {

    private static final int LONGEST_NAME = 30;
    private static final int SHORTEST_PASSWORD = 8;
    private static final int LONGEST_PASSWORD = 200;
    private static final int LONGEST_NOTE = 10_000;
    private static final String USER = "user";

    private final Notes notes;
    private final Passwords passwords;
    private final Gson gson = new Gson();

    private record Credentials(String name, String password) {}

    /** The JSON of a request, in which anything may be missing. */
    private record Given(
            @Nullable String name,
            @Nullable String password,
            @Nullable String text) {}

    Api(Notes notes, Passwords passwords) {
        this.notes = notes;
        this.passwords = passwords;
    }

    // @start region="routes"
    Routes routes(Sessions sessions) {
        return new Routes()
                .filter(Api::strictTransport) // the first filter is the outermost
                .filter(Errors::translate)
                .filter(new SameOrigin())
                .filter(sessions)
                .get("/health", this::health)
                .post("/users", this::register)
                .post("/login", this::login)
                .post("/logout", (_, response) -> {
                    Session.current().clear();
                    send(response, Map.of());
                })
                .get("/notes", (_, response) -> send(response, notes.of(user())))
                .post("/notes", this::addNote);
    }
    // @end

    private static void strictTransport(Request request, Response response, Handler next) throws Exception {
        response.header("Strict-Transport-Security", "max-age=31536000");
        next.handle(request, response);
    }

    // @start region="health"
    /** Tells a load balancer whether this process can serve. */
    private void health(Request request, Response response) throws IOException {
        boolean storage = notes.isReachable();
        response.status(storage ? 200 : 503);
        send(response, Map.of("storage", storage));
    }
    // @end

    private void register(Request request, Response response) throws IOException {
        Credentials given = credentials(request);
        if (!notes.addUser(given.name(), passwords.hash(given.password()))) {
            throw new HttpException(409, "this name is taken");
        }
        response.status(201);
        send(response, Map.of(USER, given.name()));
    }

    // @start region="login"
    private void login(Request request, Response response) throws IOException {
        Credentials given = credentials(request);
        if (!passwords.matches(given.password(), notes.passwordHashOf(given.name()))) {
            throw new HttpException(401, "name or password is wrong");
        }
        Session.current().renew(); // a session id from before the login is worth nothing after it
        Session.current().set(USER, given.name());
        send(response, Map.of(USER, given.name()));
    }

    private static String user() {
        return Session.current().get(USER).orElseThrow(() -> new HttpException(401, "log in first"));
    }
    // @end

    private void addNote(Request request, Response response) throws IOException {
        String user = user();
        String text = read(request).text();
        if (text == null || text.isBlank() || text.length() > LONGEST_NOTE) {
            throw new HttpException(422, "a note has 1 to " + LONGEST_NOTE + " characters");
        }
        response.status(201);
        send(response, Map.of("notes", notes.add(user, text)));
    }

    private Credentials credentials(Request request) throws IOException {
        Given given = read(request);
        String name = given.name();
        String password = given.password();
        if (name == null || name.isEmpty() || name.length() > LONGEST_NAME || !isPlain(name)) {
            throw new HttpException(422, "a name has 1 to " + LONGEST_NAME + " letters a to z");
        }
        if (password == null || password.length() < SHORTEST_PASSWORD || password.length() > LONGEST_PASSWORD) {
            throw new HttpException(
                    422, "a password has " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD + " characters");
        }
        return new Credentials(name, password);
    }

    private static boolean isPlain(String name) {
        return name.chars().allMatch(c -> c >= 'a' && c <= 'z');
    }

    private Given read(Request request) throws IOException {
        @Nullable Given value = gson.fromJson(request.text(), Given.class);
        if (value == null) {
            throw new JsonParseException("an empty body");
        }
        return value;
    }

    private void send(Response response, Object value) throws IOException {
        response.type("application/json").send(gson.toJson(value));
    }
}
