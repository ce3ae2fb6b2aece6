// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.chat;

import io.jevent.http.Response;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The pages: files of the jar with places for values, each of which is escaped. */
final class Pages {
    private static final String CHOOSE = text("choose.html");
    private static final String ROOMS = text("rooms.html");
    private static final String ROOM = text("room.html");
    private static final String OWN = "<script src=\"/static/room.js\" defer></script>";

    private Pages() {}

    static String choose() {
        return CHOOSE;
    }

    static String rooms(String user, Collection<Room> rooms) {
        String items = rooms.stream()
                .map(room -> "<li><a href=\"/" + url(room.name()) + "/" + url(user) + "\">" + html(room.name())
                        + "</a></li>")
                .collect(Collectors.joining());
        return fill(ROOMS, Map.of("name", html(user), "rooms", items));
    }

    /** Sends a page, which may only use what comes from this server. */
    static void send(Response response, String page) throws IOException {
        send(response, page, "default-src 'self'");
    }

    static void send(Response response, String page, String policy) throws IOException {
        response.header("Content-Security-Policy", policy)
                .header("Cache-Control", "no-store")
                .type("text/html; charset=utf-8")
                .send(page);
    }

    static String room(String user, Room room) {
        return room(user, room, OWN);
    }

    /** Returns the page of a room; {@code scripts} are the elements of the scripts that connect it. */
    static String room(String user, Room room, String scripts) {
        List<Said> backlog = room.backlog();
        String items = backlog.stream()
                .map(message -> "<li>" + html(message.line()) + "</li>")
                .collect(Collectors.joining());
        String times =
                backlog.stream().map(message -> Long.toString(message.at())).collect(Collectors.joining(" "));
        return fill(
                ROOM,
                Map.of(
                        "scripts", scripts,
                        "times", times,
                        "room", html(room.name()),
                        "name", html(user),
                        "nameUrl", url(user),
                        "after", Long.toString(room.last()),
                        "messages", items));
    }

    private static String text(String name) {
        try (InputStream file = Pages.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new FileNotFoundException("the jar has no " + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One pass, so that no value is looked through for places. */
    private static String fill(String page, Map<String, String> values) {
        var text = new StringBuilder();
        int from = 0;
        for (int open; (open = page.indexOf("{{", from)) >= 0; ) {
            int close = page.indexOf("}}", open);
            text.append(page, from, open).append(values.get(page.substring(open + 2, close)));
            from = close + 2;
        }
        return text.append(page, from, page.length()).toString();
    }

    private static String html(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String url(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
