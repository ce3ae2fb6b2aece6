// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import io.jevent.hub.Durations;
import io.jevent.tls.TlsClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link WebSocket} allows, and how long it waits. Each method returns changed options and leaves these as they
 * are.
 *
 * <p><b>Confinement:</b> immutable.
 */
public final class WebSocketOptions {

    /** Limits for an end on the Internet. */
    public static final WebSocketOptions DEFAULTS = new WebSocketOptions();

    int maxFrame = 1024 * 1024;
    int maxMessage = 1024 * 1024;
    boolean compression = true;
    boolean readAhead = true;
    long pingNanos = Duration.ofSeconds(20).toNanos();
    long pongNanos = Duration.ofSeconds(20).toNanos();
    long closeNanos = Duration.ofSeconds(5).toNanos();
    long stallNanos = Duration.ofSeconds(30).toNanos();
    long connectNanos = Duration.ofSeconds(10).toNanos();
    List<String> subprotocols = List.of();
    List<Map.Entry<String, String>> headers = List.of();

    /** Which origins may connect; null for the server's own. */
    @Nullable
    Predicate<String> origins;

    /** How to speak TLS; null for the usual way. */
    @Nullable
    TlsClient tls;

    private WebSocketOptions() {}

    private WebSocketOptions(WebSocketOptions from) {
        maxFrame = from.maxFrame;
        maxMessage = from.maxMessage;
        compression = from.compression;
        readAhead = from.readAhead;
        pingNanos = from.pingNanos;
        pongNanos = from.pongNanos;
        closeNanos = from.closeNanos;
        stallNanos = from.stallNanos;
        connectNanos = from.connectNanos;
        subprotocols = from.subprotocols;
        headers = from.headers;
        origins = from.origins;
        tls = from.tls;
    }

    /**
     * Limits the messages that are received, decompressed; the peer that sends a larger one is told 1009, and the
     * connection ends.
     *
     * @param bytes the most bytes; 1 MiB unless told otherwise
     * @return the changed options
     * @throws IllegalArgumentException if it is less than 1
     */
    public WebSocketOptions maxMessage(int bytes) {
        var changed = new WebSocketOptions(this);
        changed.maxMessage = atLeastOne(bytes, "maxMessage");
        return changed;
    }

    /**
     * Limits the frames, of which a message has one or more; otherwise as {@link #maxMessage}.
     *
     * @param bytes the most bytes, as sent; 1 MiB unless told otherwise
     * @return the changed options
     * @throws IllegalArgumentException if it is less than 1
     */
    public WebSocketOptions maxFrame(int bytes) {
        var changed = new WebSocketOptions(this);
        changed.maxFrame = atLeastOne(bytes, "maxFrame");
        return changed;
    }

    private static int atLeastOne(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1: " + value);
        }
        return value;
    }

    /**
     * Says whether messages may be compressed, by the extension permessage-deflate of RFC 7692, if the peer likes that
     * too. Only messages of 1 KiB and more are compressed, each on its own, so that a connection keeps no window in
     * memory between two messages.
     *
     * @param allowed true unless told otherwise
     * @return the changed options
     */
    public WebSocketOptions compression(boolean allowed) {
        var changed = new WebSocketOptions(this);
        changed.compression = allowed;
        return changed;
    }

    /**
     * Sets how a peer that has vanished is found out: when nothing came from it for some time it is sent a ping, and
     * when then nothing comes for some time again, the connection is given up.
     *
     * @param interval how long nothing may come before a ping; 20 s unless told otherwise
     * @param limit how long the answer may take; 20 s unless told otherwise
     * @return the changed options
     * @throws IllegalArgumentException if one is not longer than zero
     */
    public WebSocketOptions heartbeat(Duration interval, Duration limit) {
        var changed = new WebSocketOptions(this);
        changed.pingNanos = positive(interval, "interval");
        changed.pongNanos = positive(limit, "limit");
        return changed;
    }

    /**
     * Sends no pings; a peer that vanishes without a word may then be taken for a silent one for ever.
     *
     * @return the changed options
     */
    public WebSocketOptions withoutHeartbeat() {
        var changed = new WebSocketOptions(this);
        changed.pingNanos = Long.MAX_VALUE;
        return changed;
    }

    /**
     * Limits how long the end of a connection may take after this end has said that it closes.
     *
     * @param limit the time; 5 s unless told otherwise
     * @return the changed options
     * @throws IllegalArgumentException if it is negative
     */
    public WebSocketOptions closeTimeout(Duration limit) {
        var changed = new WebSocketOptions(this);
        changed.closeNanos = Durations.nanos(limit, "limit");
        return changed;
    }

    /**
     * Limits how long a peer may read nothing while something waits to be sent to it; then the connection is given up.
     *
     * @param limit the time; 30 s unless told otherwise
     * @return the changed options
     * @throws IllegalArgumentException if it is not longer than zero
     */
    public WebSocketOptions stallTimeout(Duration limit) {
        var changed = new WebSocketOptions(this);
        changed.stallNanos = positive(limit, "limit");
        return changed;
    }

    /**
     * For a client: limits how long it may take until the connection is open: look-up, TCP, TLS and the answer
     * together.
     *
     * @param limit the time; 10 s unless told otherwise
     * @return the changed options
     * @throws IllegalArgumentException if it is negative
     */
    public WebSocketOptions connectTimeout(Duration limit) {
        var changed = new WebSocketOptions(this);
        changed.connectNanos = Durations.nanos(limit, "limit");
        return changed;
    }

    private static long positive(Duration limit, String name) {
        long nanos = Durations.nanos(limit, name);
        if (nanos == 0) {
            throw new IllegalArgumentException(name + " must be longer than zero: " + limit);
        }
        return nanos;
    }

    /**
     * Names the protocols that may be spoken in the messages. A client asks for them; a server takes the first of its
     * own that the client asks for, or none.
     *
     * @param names the names, the best one first; none unless told otherwise
     * @return the changed options
     * @throws IllegalArgumentException if one could not stand in a header
     */
    public WebSocketOptions subprotocols(String... names) {
        for (String name : names) {
            Headers.requireToken(name);
        }
        var changed = new WebSocketOptions(this);
        changed.subprotocols = List.of(names);
        return changed;
    }

    /**
     * For a server: says which pages may connect to it. A browser lets every page connect to every server, with the
     * user's cookies, and tells where the page came from; so unless told otherwise only pages of the same host and port
     * are let in. Clients that are no browsers name no origin and are always let in.
     *
     * @param allowed whether an origin, such as {@code https://example.org}, is let in
     * @return the changed options
     */
    public WebSocketOptions origins(Predicate<String> allowed) {
        var changed = new WebSocketOptions(this);
        changed.origins = allowed;
        return changed;
    }

    /**
     * For a client: adds a header to its request.
     *
     * @param name the name
     * @param value the value
     * @return the changed options
     * @throws IllegalArgumentException if it would not be one line, or is one that the client sets itself
     */
    public WebSocketOptions header(String name, String value) {
        Headers.requireOwn(name, value);
        var changed = new WebSocketOptions(this);
        var list = new ArrayList<>(headers);
        list.add(Map.entry(name, value));
        changed.headers = List.copyOf(list);
        return changed;
    }

    /**
     * For a client: says whom to trust, and more, in {@code wss://}.
     *
     * @param client how to speak TLS; {@link TlsClient#create} unless told otherwise
     * @return the changed options
     */
    public WebSocketOptions tls(TlsClient client) {
        var changed = new WebSocketOptions(this);
        changed.tls = client;
        return changed;
    }

    /**
     * Says when pings are answered and the peer's close is taken note of. Unless told otherwise that is done as they
     * come, whatever the greenlets do. Otherwise it is done in {@link WebSocket#receive()} only, in turn with the
     * messages: as long as nobody receives, messages can be sent to a peer that has said that it closes, and its pings
     * are not answered.
     *
     * @param ahead false to leave all that to {@code receive}
     * @return the changed options
     * @gevent false is the way of gevent-websocket
     */
    public WebSocketOptions readAhead(boolean ahead) {
        var changed = new WebSocketOptions(this);
        changed.readAhead = ahead;
        return changed;
    }
}
