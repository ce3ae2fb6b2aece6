// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing.http;

import io.jevent.hub.Durations;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A response of a {@link MockServer}, with faults if the test wants some. Each method returns a changed response and
 * leaves this one as it is.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @since 0.1
 */
public final class MockResponse implements Cloneable {

    /** The way in which a connection fails. */
    enum Fault {
        NONE,
        CUT,
        RESET,
        SILENCE
    }

    int status = 200;
    List<Map.Entry<String, String>> headers = List.of();
    byte[] body = {};
    long delayNanos;
    long paceNanos;
    int piece = Integer.MAX_VALUE;
    boolean chunked;
    Fault fault = Fault.NONE;

    /** The bytes of the body before the fault; -1 if it comes before the head. */
    int faultAfter = -1;

    private MockResponse() {}

    /**
     * Creates a response with a text.
     *
     * @param status the status code
     * @param text the body, in UTF-8
     * @return the response
     * @switches never
     */
    public static MockResponse of(int status, String text) {
        return new MockResponse().with(made -> {
            made.status = status;
            made.body = text.getBytes(StandardCharsets.UTF_8);
        });
    }

    /**
     * Creates a response with status 200 and a text.
     *
     * @param text the body, in UTF-8
     * @return the response
     * @switches never
     */
    public static MockResponse of(String text) {
        return of(200, text);
    }

    private MockResponse with(Consumer<MockResponse> change) {
        try {
            MockResponse changed = (MockResponse) clone();
            change.accept(changed);
            return changed;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Adds a header line.
     *
     * @param name the name
     * @param value the value
     * @return the changed response
     * @switches never
     */
    public MockResponse header(String name, String value) {
        var all = new ArrayList<>(headers);
        all.add(Map.entry(name, value));
        return with(changed -> changed.headers = List.copyOf(all));
    }

    /**
     * Sets the body.
     *
     * @param bytes the body
     * @return the changed response
     * @switches never
     */
    public MockResponse body(byte[] bytes) {
        byte[] own = bytes.clone();
        return with(changed -> changed.body = own);
    }

    /**
     * Sends the body without its length: in chunks (HTTP/1.1).
     *
     * @return the changed response
     * @switches never
     */
    public MockResponse chunked() {
        return with(changed -> changed.chunked = true);
    }

    /**
     * Waits before the response. In virtual time that takes no time.
     *
     * @param time the time
     * @return the changed response
     * @throws IllegalArgumentException if it is negative
     * @switches never
     */
    public MockResponse delayed(Duration time) {
        long nanos = Durations.nanos(time, "time");
        return with(changed -> changed.delayNanos = nanos);
    }

    /**
     * Sends the body slowly.
     *
     * @param bytes the bytes that are sent at once
     * @param pause the time between two of them
     * @return the changed response
     * @throws IllegalArgumentException if {@code bytes} is less than 1, or {@code pause} is negative
     * @switches never
     */
    public MockResponse slow(int bytes, Duration pause) {
        if (bytes < 1) {
            throw new IllegalArgumentException("bytes must be at least 1: " + bytes);
        }
        long nanos = Durations.nanos(pause, "pause");
        return with(changed -> {
            changed.piece = bytes;
            changed.paceNanos = nanos;
        });
    }

    /**
     * Ends the connection (HTTP/1.1) or the stream (HTTP/2) without a response.
     *
     * @return the changed response
     * @switches never
     */
    public MockResponse cut() {
        return faulty(Fault.CUT, -1);
    }

    /**
     * Ends the connection or the stream within the body.
     *
     * @param bytes the bytes of the body that are sent first
     * @return the changed response
     * @switches never
     */
    public MockResponse cutAfter(int bytes) {
        return faulty(Fault.CUT, bytes);
    }

    /**
     * Resets the connection (TCP RST) without a response.
     *
     * @return the changed response
     * @switches never
     */
    public MockResponse reset() {
        return faulty(Fault.RESET, -1);
    }

    /**
     * Sends no response, and leaves the connection open until the client gives up.
     *
     * @return the changed response
     * @switches never
     */
    public MockResponse silent() {
        return faulty(Fault.SILENCE, -1);
    }

    /**
     * Sends a part of the body and then nothing, until the client gives up.
     *
     * @param bytes the bytes of the body that are sent first
     * @return the changed response
     * @switches never
     */
    public MockResponse silentAfter(int bytes) {
        return faulty(Fault.SILENCE, bytes);
    }

    private MockResponse faulty(Fault kind, int bytes) {
        return with(changed -> {
            changed.fault = kind;
            changed.faultAfter = bytes;
        });
    }
}
