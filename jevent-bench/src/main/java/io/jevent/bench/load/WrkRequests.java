// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The requests that {@code wrk} makes.
 *
 * @param scheme {@code http} or {@code https}
 * @param path the path and the query of the address
 * @param connections the number of connections, each with one request in flight if there is no script
 * @param script the arguments for a script, or none: {@code wrk} is slower with one
 */
record WrkRequests(String scheme, String path, int connections, List<String> script) {

    private static final int CONNECTIONS = 64;

    /** GET without TLS over 64 connections. */
    static final WrkRequests PLAIN = new WrkRequests("http", "/", CONNECTIONS, List.of());

    /** Returns these requests over another number of connections. */
    WrkRequests over(int number) {
        return new WrkRequests(scheme, path, number, script);
    }

    /** Returns these requests with another path. */
    WrkRequests to(String other) {
        return new WrkRequests(scheme, other, connections, script);
    }

    /** Returns these requests by TLS. */
    WrkRequests secure() {
        return new WrkRequests("https", path, connections, script);
    }

    /** Returns these requests with several in flight on each connection. */
    WrkRequests pipelined(int inFlight) throws IOException {
        return with("init = function() all = string.rep(wrk.format(), " + inFlight + ") end\n"
                + "request = function() return all end\n");
    }

    /** Returns these requests as POST with a body. */
    WrkRequests posting(String type, String body) throws IOException {
        return with("wrk.method = 'POST'\nwrk.headers['Content-Type'] = " + quoted(type) + "\nwrk.body = "
                + quoted(body) + "\n");
    }

    private static String quoted(String text) {
        return "\""
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\r", "\\r")
                        .replace("\n", "\\n")
                + "\"";
    }

    private WrkRequests with(String lua) throws IOException {
        Path file = Files.createTempFile("requests", ".lua");
        file.toFile().deleteOnExit();
        Files.writeString(file, lua);
        return new WrkRequests(scheme, path, connections, List.of("--script", file.toString()));
    }
}
