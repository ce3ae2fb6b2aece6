// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.io.IOException;
import java.time.Duration;

/**
 * Server-sent events, for the {@code EventSource} of a page: each leaves at once. A client that leaves ends the handler
 * at the place where it waits, by {@link ClientGone}.
 *
 * <p><b>Confinement:</b> hub-confined; one greenlet at a time.
 */
public final class EventStream {

    private final Response response;

    EventStream(Response response) throws IOException {
        this.response = response;
        response.type("text/event-stream");
        response.header("Cache-Control", "no-store");
        response.header("X-Accel-Buffering", "no");
        response.write(":\n\n");
    }

    /**
     * Sends an event.
     *
     * @param data what happened; may have several lines
     * @throws IOException if the client is gone
     * @switches when it has to wait
     */
    public void send(String data) throws IOException {
        response.write(lines("data", data) + "\n");
    }

    /**
     * Sends an event of a type.
     *
     * @param type its type, which the page listens for
     * @param data what happened; may have several lines
     * @throws IOException if the client is gone
     * @switches when it has to wait
     */
    public void send(String type, String data) throws IOException {
        response.write(line("event", type) + lines("data", data) + "\n");
    }

    /**
     * Sends an event with a mark. A client that connects again tells the last one that it got, in the header
     * {@code Last-Event-ID}.
     *
     * @param id the mark
     * @param type its type, {@code message} for the usual one
     * @param data what happened; may have several lines
     * @throws IOException if the client is gone
     * @switches when it has to wait
     */
    public void send(String id, String type, String data) throws IOException {
        response.write(line("id", id) + line("event", type) + lines("data", data) + "\n");
    }

    /**
     * Tells the client how long to wait before it connects again.
     *
     * @param pause how long
     * @throws IOException if the client is gone
     * @switches when it has to wait
     */
    public void retryAfter(Duration pause) throws IOException {
        response.write("retry: " + pause.toMillis() + "\n\n");
    }

    /**
     * Sends something that the page does not see: now and then, it keeps proxies from closing a quiet connection.
     *
     * @throws IOException if the client is gone
     * @switches when it has to wait
     */
    public void ping() throws IOException {
        response.write(":\n\n");
    }

    private static String line(String field, String value) {
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0 || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the " + field + " of an event is one line: " + value);
        }
        return field + ": " + value + "\n";
    }

    private static String lines(String field, String value) {
        var text = new StringBuilder();
        int from = 0;
        for (int i = 0; i <= value.length(); i++) {
            if (i == value.length() || value.charAt(i) == '\n' || value.charAt(i) == '\r') {
                text.append(field).append(": ").append(value, from, i).append('\n');
                boolean pair = i + 1 < value.length() && value.charAt(i) == '\r' && value.charAt(i + 1) == '\n';
                i += pair ? 1 : 0;
                from = i + 1;
            }
        }
        return text.toString();
    }
}
