// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import io.jevent.exceptions.InvalidThreadUseException;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/*
 * States of a response, of which the framing tells the first two:
 *
 *   NOT_SENT --- begin() ---> NO_BODY, LENGTH or OPEN --- end() ---> ended
 *                                     \--- abort() ---> aborted: the connection is closed, so that the client notices
 *
 * Invariant: the body has exactly as many bytes as a Content-Length announces.
 */
/**
 * A response as it goes out: the rules that all versions of HTTP share. A subclass knows one version's bytes.
 *
 * <p><b>Confinement:</b> hub-confined; one greenlet at a time.
 */
public abstract class WireResponse {

    private static final int OK = 200;
    private static final int NO_CONTENT = 204;

    /** How the end of the body is known. */
    private enum Framing {
        NOT_SENT,
        NO_BODY,
        LENGTH,
        OPEN
    }

    private final Exchange exchange;
    private final boolean toHead;
    private final HeaderList headers = new HeaderList();
    private @Nullable HeaderList trailers;
    private @Nullable String reason;
    private int status = OK;
    private Framing framing = Framing.NOT_SENT;
    private long left;
    private long sent;
    private long overhead;
    private boolean ended;
    private boolean aborted;
    private boolean closed;

    /**
     * Creates a response of which nothing was sent.
     *
     * @param exchange the request and this response
     * @param toHead whether the request's method is HEAD: the response then has no body, whatever its headers announce
     */
    protected WireResponse(Exchange exchange, boolean toHead) {
        this.exchange = exchange;
        this.toHead = toHead;
    }

    /**
     * Sends the head.
     *
     * @param length the length of the body in bytes; -1 for a body of open length
     * @param hasBody whether the status allows a body
     * @param announced whether the headers hold a {@code Content-Length} already
     */
    protected abstract void sendHead(long length, boolean hasBody, boolean announced);

    /**
     * Sends an interim response, RFC 9110, 15.2. Never blocks.
     *
     * @param code the status, 103 for example
     * @param fields its headers
     */
    public abstract void sendInterim(int code, HeaderList fields);

    /**
     * Sends bytes of the body; blocks while the client reads too slowly.
     *
     * @param bytes the array that holds them
     * @param from the index of the first
     * @param length how many, at least one
     * @throws IOException if the client cannot be sent anything
     */
    protected abstract void sendContent(byte[] bytes, int from, int length) throws IOException;

    /**
     * Sends a part of a file as the rest of the body; blocks while the client reads too slowly.
     *
     * @param file the file
     * @param position the first byte of the part
     * @param count the length of the part in bytes
     * @throws IOException if the file is shorter, or the client cannot be sent anything
     */
    protected abstract void sendFileContent(FileChannel file, long position, long count) throws IOException;

    /**
     * Sends the end of the message. Never blocks.
     *
     * @param fields the trailer fields, or null
     */
    protected abstract void sendEnd(@Nullable HeaderList fields);

    /**
     * Sends the bytes that were written, and blocks while the client reads too slowly.
     *
     * @throws IOException if the client cannot be sent anything
     */
    public abstract void flush() throws IOException;

    /** Makes this response the last one of its connection. */
    public abstract void closeAfter();

    /**
     * Sends 101 (Switching Protocols) and takes HTTP off the connection.
     *
     * @return the plain socket, from the first byte after the request; it is closed when the application returns
     * @throws IOException if the client cannot be sent anything
     * @throws IllegalStateException if the client did not ask for another protocol
     */
    public abstract StreamSocket upgrade() throws IOException;

    /**
     * Returns the status.
     *
     * @return the status, 200 by default
     */
    public final int status() {
        return status;
    }

    /**
     * Sets the status.
     *
     * @param code the status
     * @param phrase the reason phrase; null for the standard one
     */
    public final void setStatus(int code, @Nullable String phrase) {
        requireUnsent();
        status = Statuses.check(code);
        reason = phrase == null ? null : HeaderList.checked("reason of the status", phrase);
    }

    /**
     * Returns the reason phrase of the application.
     *
     * @return the phrase; null for the standard one
     */
    protected final @Nullable String reason() {
        return reason;
    }

    /**
     * Returns the headers.
     *
     * @return a list that may be changed before the head is sent
     */
    public final HeaderList headers() {
        return headers;
    }

    /**
     * Returns the trailer fields, which follow a body of open length.
     *
     * @return a list that may be filled before the end
     */
    public final HeaderList trailers() {
        requireOpen();
        HeaderList fields = trailers;
        if (fields == null) {
            fields = new HeaderList();
            trailers = fields;
        }
        return fields;
    }

    /**
     * Returns whether the response has no body because it answers HEAD.
     *
     * @return true for HEAD
     */
    protected final boolean isToHead() {
        return toHead;
    }

    /**
     * Returns whether the head was sent.
     *
     * @return true from then on
     */
    public final boolean isSent() {
        return framing != Framing.NOT_SENT;
    }

    /**
     * Returns whether the response is complete.
     *
     * @return true from its end on
     */
    public final boolean hasEnded() {
        return ended;
    }

    /**
     * Returns whether the response was given up before its end.
     *
     * @return true if the connection must be closed for that
     */
    public final boolean isAborted() {
        return aborted;
    }

    /**
     * Returns how much of the response was produced.
     *
     * @return bytes, the head included
     */
    public final long sent() {
        return sent;
    }

    /**
     * Returns how much of the body was produced.
     *
     * @return bytes, without the head and the framing
     */
    public final long contentSent() {
        return sent - overhead;
    }

    /**
     * Counts bytes that the version of HTTP adds to the content.
     *
     * @param bytes how many
     */
    protected final void count(long bytes) {
        sent += bytes;
        overhead += bytes;
    }

    /** Fails on a thread other than the hub's. */
    public final void requireHere() {
        if (!exchange.hub().isCurrent()) {
            throw new InvalidThreadUseException("the " + this + " belongs to " + exchange.hub() + " but was used from "
                    + Thread.currentThread() + "; have a greenlet of that hub send it: hand it the content, or use"
                    + " hub.runCallback(...)");
        }
    }

    /** Fails if nothing more can be sent. */
    public final void requireOpen() {
        requireHere();
        if (closed) {
            throw new IllegalStateException("the " + this + " is over: its handler has returned;"
                    + " a handler waits for the greenlets that use its response");
        }
        if (ended || aborted) {
            throw new IllegalStateException("the " + this + " has ended already");
        }
    }

    /** Fails if status and headers can no longer be set. */
    public final void requireUnsent() {
        requireHere();
        if (closed) {
            requireOpen();
        }
        if (framing != Framing.NOT_SENT) {
            throw new IllegalStateException("the head of the response was sent already; set its status and headers"
                    + " before the first byte of its body");
        }
    }

    /** Ends the use of this response: its handler has returned. */
    void close() {
        closed = true;
    }

    /**
     * Sends a whole response.
     *
     * @param body the body
     * @throws IOException if the client cannot be sent anything
     */
    public final void send(byte[] body) throws IOException {
        begin(body.length);
        if (framing == Framing.LENGTH && !toHead && body.length > 0) {
            take(body.length);
            sendContent(body, 0, body.length);
        }
        end();
    }

    /**
     * Sends the head.
     *
     * @param length the length of the body in bytes; -1 if it is not known yet
     */
    public final void begin(long length) {
        requireUnsent();
        long announced = announcedLength();
        boolean hasBody = !Statuses.isBodyless(status);
        if (length >= 0 && announced >= 0 && announced != length && !toHead && hasBody) {
            throw new IllegalStateException("the body has " + length + " bytes, but Content-Length is " + announced);
        }
        if (length > 0 && !toHead) {
            requireBody();
        }
        if (status == NO_CONTENT) {
            requireNoLength(announced);
        }
        long whole = length >= 0 ? length : announced;
        framing = !hasBody ? Framing.NO_BODY : whole >= 0 ? Framing.LENGTH : Framing.OPEN;
        left = framing == Framing.LENGTH ? whole : 0;
        sendHead(whole, hasBody, announced >= 0);
    }

    private void requireBody() {
        if (!Statuses.mayHaveContent(status)) {
            throw new IllegalStateException("The " + status + " response must have no body");
        }
    }

    /** Enforces RFC 9110, 8.6: no Content-Length in a 204; a 304 may have that of the content it stands for. */
    private void requireNoLength(long announced) {
        if (announced > 0) {
            throw new IllegalStateException(
                    "The " + status + " response must have no body, but Content-Length is " + announced);
        }
        headers.remove("Content-Length");
    }

    private long announcedLength() {
        String value = headers.get("Content-Length");
        return value == null ? -1 : Long.parseLong(value); // checked when it was set
    }

    /**
     * Sends bytes of the body, and the head before the first.
     *
     * @param bytes the array that holds them
     * @param from the index of the first
     * @param length how many
     * @throws IOException if the client cannot be sent anything
     */
    public final void write(byte[] bytes, int from, int length) throws IOException {
        requireOpen();
        if (length > 0) {
            requireBody();
        }
        if (framing == Framing.NOT_SENT) {
            begin(-1);
        }
        if (length == 0) {
            return;
        }
        if (framing == Framing.LENGTH) {
            take(length);
        }
        if (toHead) {
            return;
        }
        sendContent(bytes, from, length);
        if (framing != Framing.LENGTH) {
            sent += length;
        }
    }

    /** Counts bytes of a body whose length was announced. */
    private void take(long length) {
        if (length > left) {
            throw new IllegalStateException("the body is " + (length - left) + " bytes longer than its Content-Length");
        }
        left -= length;
        sent += length;
    }

    /**
     * Sends a part of a file as the rest of the body, whose length {@link #begin} has announced.
     *
     * @param file the file
     * @param position the first byte of the part
     * @param count the length of the part in bytes
     * @throws IOException if the file is shorter, or the client cannot be sent anything
     */
    public final void sendFile(FileChannel file, long position, long count) throws IOException {
        take(count);
        if (!toHead) {
            sendFileContent(file, position, count);
        }
    }

    /**
     * Ends the response; does nothing if it has ended or was given up.
     *
     * @throws IOException if the client cannot be sent anything
     */
    public final void end() throws IOException {
        if (ended || aborted) {
            return;
        }
        if (framing == Framing.NOT_SENT) {
            begin(0);
        }
        if (left > 0 && !toHead) {
            throw new IllegalStateException("the body is " + left + " bytes shorter than its Content-Length");
        }
        ended = true;
        sendEnd(trailers);
    }

    /** Ends a response that may be incomplete: aborts it if so. */
    public final void endOrAbort() {
        try {
            end();
        } catch (IOException | IllegalStateException _) {
            abort();
        }
    }

    /** Gives the response up: the connection will be closed, so that the client notices. */
    public final void abort() {
        closeAfter();
        aborted = !ended;
    }

    /** Resets status, headers and trailers before anything is sent, for another response in place of this one. */
    public final void restart() {
        requireUnsent();
        headers.clear();
        trailers = null;
        status = OK;
        reason = null;
    }

    /**
     * Makes this a complete response without content, whose head the subclass sends: another protocol takes over.
     *
     * @param code the status: 101, or 200 in HTTP/2
     */
    protected final void switchProtocols(int code) {
        status = code;
        reason = null;
        framing = Framing.NO_BODY;
        ended = true;
    }

    @Override
    public String toString() {
        return "response to " + exchange;
    }
}
