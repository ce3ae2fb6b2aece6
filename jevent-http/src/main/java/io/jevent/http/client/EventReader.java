// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events from a response, as the HTML standard defines them.
 *
 * <p><b>Confinement:</b> hub-confined; one greenlet at a time reads.
 *
 * @since 0.1
 */
public final class EventReader implements Iterable<ServerEvent>, AutoCloseable {

    /** The size of an event's data, and of a line, in bytes. */
    private static final int MAX_EVENT = 1024 * 1024;

    private final Reply reply;
    private final InputStream in;
    private String id = "";
    private @Nullable Duration retry;
    private boolean skipsLineFeed;
    private boolean first = true;

    EventReader(Reply reply) {
        this.reply = reply;
        in = new BufferedInputStream(reply.stream());
    }

    /**
     * Blocks until the next event has arrived.
     *
     * @return the event; empty at the end of the stream
     * @throws IOException if the connection fails, or an event is larger than 1 MiB
     * @switches when it has to wait
     */
    public Optional<ServerEvent> next() throws IOException {
        var data = new StringBuilder();
        boolean any = false;
        String type = "";
        for (String line = line(); line != null; line = line()) {
            if (line.isEmpty()) {
                if (any) {
                    String text = data.substring(0, data.length() - 1);
                    Optional<String> last = id.isEmpty() ? Optional.empty() : Optional.of(id);
                    return Optional.of(new ServerEvent(last, type.isEmpty() ? "message" : type, text));
                }
                type = "";
                continue;
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = value(line, colon);
            switch (field) {
                case "data" -> {
                    any = true;
                    data.append(value).append('\n');
                    requireRoom(data.length());
                }
                case "event" -> type = value;
                case "id" -> id = value.indexOf('\0') < 0 ? value : id;
                case "retry" -> retry(value);
                default -> {
                    // a comment, or a field that is not known
                }
            }
        }
        return Optional.empty();
    }

    private static String value(String line, int colon) {
        if (colon < 0) {
            return "";
        }
        boolean space = colon + 1 < line.length() && line.charAt(colon + 1) == ' ';
        return line.substring(space ? colon + 2 : colon + 1);
    }

    private void retry(String digits) {
        boolean number = !digits.isEmpty() && digits.length() < 10;
        for (int i = 0; i < digits.length(); i++) {
            number &= digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
        }
        if (number) {
            retry = Duration.ofMillis(Long.parseLong(digits));
        }
    }

    private @Nullable String line() throws IOException {
        var bytes = new ByteArrayOutputStream();
        while (true) {
            int octet = in.read();
            if (octet < 0) {
                return null; // a line without an end is no line
            }
            boolean skip = skipsLineFeed && octet == '\n';
            skipsLineFeed = false;
            if (skip) {
                continue;
            }
            if (octet == '\n' || octet == '\r') {
                skipsLineFeed = octet == '\r';
                String line = bytes.toString(StandardCharsets.UTF_8);
                boolean marked = first && line.startsWith("\ufeff");
                first = false;
                return marked ? line.substring(1) : line;
            }
            bytes.write(octet);
            requireRoom(bytes.size());
        }
    }

    private void requireRoom(int size) throws IOException {
        if (size > MAX_EVENT) {
            close();
            throw new IOException("an event of " + reply.uri().getHost() + " has more than " + MAX_EVENT + " bytes");
        }
    }

    /**
     * Returns the pause before a new connection that the server asks for.
     *
     * @return the pause; empty if it has asked for none
     * @switches never
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retry);
    }

    /**
     * Returns the identifier of the last event, for the header {@code Last-Event-ID} of a new connection.
     *
     * @return the identifier; empty if there was none
     * @switches never
     */
    public Optional<String> lastId() {
        return id.isEmpty() ? Optional.empty() : Optional.of(id);
    }

    /**
     * Returns the events as they arrive. A failure of the connection is thrown as an {@link UncheckedIOException}.
     *
     * @return the iterator
     */
    @Override
    public Iterator<ServerEvent> iterator() {
        return new Iterator<>() {
            private Optional<ServerEvent> following = Optional.empty();

            @Override
            public boolean hasNext() {
                if (following.isEmpty()) {
                    try {
                        following = EventReader.this.next();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
                return following.isPresent();
            }

            @Override
            public ServerEvent next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("the stream of events has ended");
                }
                ServerEvent event = following.orElseThrow();
                following = Optional.empty();
                return event;
            }
        };
    }

    /** Ends the call. */
    @Override
    public void close() {
        reply.close();
    }
}
