// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.load;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The requests that {@code wrk} makes.
 *
 * @param scheme {@code http} or {@code https}
 * @param path the path and the query of the address
 * @param connections the number of connections, each with one request in flight if there is no script
 * @param post the body, or empty for GET
 * @param script the arguments for a script, or none: {@code wrk} is slower with one
 */
record WrkRequests(String scheme, String path, int connections, Optional<Post> post, List<String> script) {

    private static final int CONNECTIONS = 64;

    /** GET without TLS over 64 connections. */
    static final WrkRequests PLAIN = new WrkRequests("http", "/", CONNECTIONS, Optional.empty(), List.of());

    /** A body with its type. */
    record Post(String type, String body) {}

    /** Makes one request, if without TLS, and waits for its answer: a cold server may need longer than a round. */
    void first(int port) throws IOException {
        if (!scheme.equals("http")) {
            return;
        }
        var address = URI.create(scheme + "://127.0.0.1:" + port + path).toURL();
        var connection = (HttpURLConnection) address.openConnection();
        if (post.isPresent()) {
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", post.get().type());
            try (var body = connection.getOutputStream()) {
                body.write(post.get().body().getBytes(StandardCharsets.UTF_8));
            }
        }
        if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
            throw new IOException("the server answers with " + connection.getResponseCode());
        }
        connection.disconnect();
    }

    /** Returns these requests over another number of connections. */
    WrkRequests over(int number) {
        return new WrkRequests(scheme, path, number, post, script);
    }

    /** Returns these requests with another path. */
    WrkRequests to(String other) {
        return new WrkRequests(scheme, other, connections, post, script);
    }

    /** Returns these requests by TLS. */
    WrkRequests secure() {
        return new WrkRequests("https", path, connections, post, script);
    }

    /** Returns these requests with several in flight on each connection. */
    WrkRequests pipelined(int inFlight) throws IOException {
        return with(
                post,
                "init = function() all = string.rep(wrk.format(), " + inFlight + ") end\n"
                        + "request = function() return all end\n");
    }

    /** Returns these requests as POST with a body. */
    WrkRequests posting(String type, String body) throws IOException {
        var lua = "wrk.method = 'POST'\nwrk.headers['Content-Type'] = " + quoted(type) + "\nwrk.body = " + quoted(body);
        return with(Optional.of(new Post(type, body)), lua + "\n");
    }

    private static String quoted(String text) {
        return "\""
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\r", "\\r")
                        .replace("\n", "\\n")
                + "\"";
    }

    private WrkRequests with(Optional<Post> sent, String lua) throws IOException {
        Path file = Files.createTempFile("requests", ".lua");
        file.toFile().deleteOnExit();
        Files.writeString(file, lua);
        return new WrkRequests(scheme, path, connections, sent, List.of("--script", file.toString()));
    }
}
