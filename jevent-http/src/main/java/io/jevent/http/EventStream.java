// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.Jevent;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.RawGreenlet;
import io.jevent.lock.Semaphore;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    private final Semaphore writing = new Semaphore(1);
    private long written;
    private @Nullable RawGreenlet pinger;

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
        write(lines("data", data) + "\n");
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
        write(line("event", type) + lines("data", data) + "\n");
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
        write(line("id", id) + line("event", type) + lines("data", data) + "\n");
    }

    /**
     * Sets the time after which the client reconnects.
     *
     * @param pause the time
     * @throws IOException if the client is gone
     * @switches when it has to wait
     */
    public void retryAfter(Duration pause) throws IOException {
        write("retry: " + pause.toMillis() + "\n\n");
    }

    /**
     * Sends a comment, which the page does not see. Sent regularly, it keeps proxies from closing a quiet connection.
     *
     * @throws IOException if the client is gone
     * @switches when it has to wait
     */
    public void ping() throws IOException {
        write(":\n\n");
    }

    /**
     * Sends a comment by itself whenever nothing was sent for a time, until the response ends: it keeps proxies from
     * closing a quiet connection, and notices a client that has vanished.
     *
     * @param interval the time; proxies usually wait for a minute
     * @return this
     * @throws IllegalArgumentException if it is not positive
     * @switches never
     */
    public EventStream pingEvery(Duration interval) {
        if (!interval.isPositive()) {
            throw new IllegalArgumentException("the interval of pings must be positive: " + interval);
        }
        if (pinger == null) {
            RawGreenlet greenlet = Jevent.spawn(() -> pings(interval));
            pinger = greenlet;
            response.request().afterwards(() -> greenlet.interrupt(new GreenletExit("the events have ended")));
        }
        return this;
    }

    private void pings(Duration interval) {
        try {
            while (true) {
                long before = written;
                Jevent.sleep(interval, false);
                if (written == before) {
                    ping();
                }
            }
        } catch (IOException | IllegalStateException _) {
            // the client is gone, which the handler notices, or the response has ended
        }
    }

    /**
     * Returns the id of the last event that the client has received, if it reconnects. The handler then sends what the
     * client has missed.
     *
     * @return the id, which the client may have invented; empty at the first connection
     */
    public Optional<String> lastEventId() {
        return response.request().header("Last-Event-ID").filter(id -> !id.isEmpty());
    }

    /** Writes an event as a whole, since the pings have a greenlet of their own. */
    private void write(String text) throws IOException {
        writing.acquire();
        try {
            response.write(text);
            written++;
        } finally {
            writing.release();
        }
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
