// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.io.IOException;
import java.time.Duration;

/**
 * A stream of server-sent events, for the {@code EventSource} of a page; each event is sent at once. When the client
 * closes the connection, {@link ClientGone} cancels the handler's wait.
 *
 * <p><b>Confinement:</b> hub-confined; one greenlet at a time.
 *
 * @since 0.1
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
     * @param data the data, which may have several lines
     * @throws IOException if the client is gone
     * @switches when it has to wait
     */
    public void send(String data) throws IOException {
        response.write(lines("data", data) + "\n");
    }

    /**
     * Sends an event with a type.
     *
     * @param type its type, which the page listens for
     * @param data the data, which may have several lines
     * @throws IOException if the client is gone
     * @switches when it has to wait
     */
    public void send(String type, String data) throws IOException {
        response.write(line("event", type) + lines("data", data) + "\n");
    }

    /**
     * Sends an event with an id. A client that reconnects sends the id of the last event that it received in the header
     * {@code Last-Event-ID}.
     *
     * @param id the id of the event
     * @param type its type; {@code message} for the default one
     * @param data the data, which may have several lines
     * @throws IOException if the client is gone
     * @switches when it has to wait
     */
    public void send(String id, String type, String data) throws IOException {
        response.write(line("id", id) + line("event", type) + lines("data", data) + "\n");
    }

    /**
     * Sets the time after which the client reconnects.
     *
     * @param pause the time
     * @throws IOException if the client is gone
     * @switches when it has to wait
     */
    public void retryAfter(Duration pause) throws IOException {
        response.write("retry: " + pause.toMillis() + "\n\n");
    }

    /**
     * Sends a comment, which the page does not see. Sent regularly, it keeps proxies from closing a quiet connection.
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
