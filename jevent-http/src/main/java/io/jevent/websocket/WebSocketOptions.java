// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import io.jevent.hub.Durations;
import io.jevent.internal.bounds.Bounds;
import io.jevent.tls.TlsClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The limits and settings of a {@link WebSocket}. Each method returns changed options and leaves these as they are.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @since 0.1
 */
public final class WebSocketOptions implements Cloneable {

    /** Limits for an end on the Internet. */
    public static final WebSocketOptions DEFAULTS = new WebSocketOptions();

    int maxFrame = 1024 * 1024;
    int maxMessage = 1024 * 1024;
    boolean compression = true;
    boolean contextTakeover;
    int windowBits = DeflateTerms.MOST_BITS;
    boolean readAhead = true;
    long pingNanos = Duration.ofSeconds(20).toNanos();
    long pongNanos = Duration.ofSeconds(20).toNanos();
    long closeNanos = Duration.ofSeconds(5).toNanos();
    long stallNanos = Duration.ofSeconds(30).toNanos();
    long connectNanos = Duration.ofSeconds(10).toNanos();
    List<String> subprotocols = List.of();
    List<Map.Entry<String, String>> headers = List.of();

    /** The origins that may connect; null for the server's own. */
    @Nullable
    Predicate<String> origins;

    /** The TLS settings of a client; null for the default ones. */
    @Nullable
    TlsClient tls;

    private WebSocketOptions() {}

    /** Returns a copy for a method that changes it, since {@link #clone} copies every field. */
    private WebSocketOptions copy() {
        try {
            return (WebSocketOptions) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Limits the size of received messages, after decompression. A larger one closes the connection with 1009.
     *
     * @param bytes the maximum size in bytes; 1 MiB by default
     * @return the changed options
     * @throws IllegalArgumentException if it is less than 1
     */
    public WebSocketOptions maxMessage(int bytes) {
        WebSocketOptions changed = copy();
        changed.maxMessage = Bounds.atLeastOne(bytes, "maxMessage");
        return changed;
    }

    /**
     * Limits the size of received frames, of which a message has one or more; otherwise as {@link #maxMessage}.
     *
     * @param bytes the maximum size in bytes, before decompression; 1 MiB by default
     * @return the changed options
     * @throws IllegalArgumentException if it is less than 1
     */
    public WebSocketOptions maxFrame(int bytes) {
        WebSocketOptions changed = copy();
        changed.maxFrame = Bounds.atLeastOne(bytes, "maxFrame");
        return changed;
    }

    /**
     * Sets whether messages may be compressed, by the extension permessage-deflate of RFC 7692, if the peer agrees.
     * Only messages of 1 KiB and more are compressed, each on its own, so that a connection retains nothing between two
     * messages; {@link #contextTakeover} changes that.
     *
     * @param allowed true by default
     * @return the changed options
     */
    public WebSocketOptions compression(boolean allowed) {
        WebSocketOptions changed = copy();
        changed.compression = allowed;
        return changed;
    }

    /**
     * Sets whether a compressed message may refer to earlier messages of its direction, if the peer agrees (context
     * takeover, RFC 7692, 7.1.1). Small messages that are alike then shrink to a fraction; messages of 64 bytes and
     * more are compressed.
     *
     * <p>Each connection then retains up to 300 KiB outside of the heap, from its first compressed message in each
     * direction to its end: 256 KiB for compression and 40 KiB for decompression, with up to 32 KiB of the heap. And
     * the size of a message tells whether its text occurred before: do not send secrets and text of others on one
     * connection.
     *
     * @param allowed false by default
     * @return the changed options
     */
    public WebSocketOptions contextTakeover(boolean allowed) {
        WebSocketOptions changed = copy();
        changed.contextTakeover = allowed;
        return changed;
    }

    /**
     * Limits the window of compression: no reference within compressed data is longer than the window (RFC 7692,
     * 7.1.2). This end keeps to it when it compresses, and to a smaller one if the peer asks for that; it asks the peer
     * to keep to it. A small window saves memory of a small peer, and compresses less.
     *
     * @param bits the window as a power of two, from 8 (256 bytes) to 15 (32 KiB); 15 by default
     * @return the changed options
     * @throws IllegalArgumentException if it is less than 8 or more than 15
     */
    public WebSocketOptions windowBits(int bits) {
        if (bits < DeflateTerms.LEAST_BITS || bits > DeflateTerms.MOST_BITS) {
            throw new IllegalArgumentException("windowBits must be from " + DeflateTerms.LEAST_BITS + " to "
                    + DeflateTerms.MOST_BITS + ": " + bits);
        }
        WebSocketOptions changed = copy();
        changed.windowBits = bits;
        return changed;
    }

    /**
     * Sets the heartbeat, which detects a peer that has vanished: if nothing arrives from it for {@code interval}, it
     * is sent a ping; if then nothing arrives for {@code limit}, the connection is closed.
     *
     * @param interval the silence before a ping; 20 s by default
     * @param limit the time for the pong; 20 s by default
     * @return the changed options
     * @throws IllegalArgumentException if one is not longer than zero
     */
    public WebSocketOptions heartbeat(Duration interval, Duration limit) {
        WebSocketOptions changed = copy();
        changed.pingNanos = positive(interval, "interval");
        changed.pongNanos = positive(limit, "limit");
        return changed;
    }

    /**
     * Disables the heartbeat. Then a peer that vanishes may look like a silent one for ever.
     *
     * @return the changed options
     */
    public WebSocketOptions withoutHeartbeat() {
        WebSocketOptions changed = copy();
        changed.pingNanos = Long.MAX_VALUE;
        return changed;
    }

    /**
     * Limits the time for the peer's close after this end has sent its own.
     *
     * @param limit the time; 5 s by default
     * @return the changed options
     * @throws IllegalArgumentException if it is negative
     */
    public WebSocketOptions closeTimeout(Duration limit) {
        WebSocketOptions changed = copy();
        changed.closeNanos = Durations.nanos(limit, "limit");
        return changed;
    }

    /**
     * Limits the time in which a peer may read nothing while output is queued for it. Afterwards the connection is
     * reset.
     *
     * @param limit the time; 30 s by default
     * @return the changed options
     * @throws IllegalArgumentException if it is not longer than zero
     */
    public WebSocketOptions stallTimeout(Duration limit) {
        WebSocketOptions changed = copy();
        changed.stallNanos = positive(limit, "limit");
        return changed;
    }

    /**
     * Limits the time until a client's connection is open: for name look-up, TCP, TLS and the handshake together.
     *
     * @param limit the time; 10 s by default
     * @return the changed options
     * @throws IllegalArgumentException if it is negative
     */
    public WebSocketOptions connectTimeout(Duration limit) {
        WebSocketOptions changed = copy();
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
     * Sets the supported subprotocols. A client offers them; a server selects the first of its own that the client
     * offers, or none.
     *
     * @param names the names, the preferred one first; none by default
     * @return the changed options
     * @throws IllegalArgumentException if a name is not a token
     */
    public WebSocketOptions subprotocols(String... names) {
        for (String name : names) {
            HandshakeHeaders.requireToken(name);
        }
        WebSocketOptions changed = copy();
        changed.subprotocols = List.of(names);
        return changed;
    }

    /**
     * Sets the origins of pages that may connect to a server. A browser lets every page connect to every server, with
     * the user's cookies, and sends the origin of the page. So by default only pages of the same host and port may
     * connect. Clients that are not browsers send no origin and may always connect.
     *
     * @param allowed returns whether an origin, such as {@code https://example.org}, may connect
     * @return the changed options
     */
    public WebSocketOptions origins(Predicate<String> allowed) {
        WebSocketOptions changed = copy();
        changed.origins = allowed;
        return changed;
    }

    /**
     * Adds a header to a client's request.
     *
     * @param name the name
     * @param value the value
     * @return the changed options
     * @throws IllegalArgumentException if name or value are malformed, or the client sets the header itself
     */
    public WebSocketOptions header(String name, String value) {
        HandshakeHeaders.requireOwn(name, value);
        WebSocketOptions changed = copy();
        var list = new ArrayList<>(headers);
        list.add(Map.entry(name, value));
        changed.headers = List.copyOf(list);
        return changed;
    }

    /**
     * Sets the TLS settings of a client for {@code wss://}.
     *
     * @param client the settings; {@link TlsClient#create} by default
     * @return the changed options
     */
    public WebSocketOptions tls(TlsClient client) {
        WebSocketOptions changed = copy();
        changed.tls = client;
        return changed;
    }

    /**
     * Sets whether control frames are processed as soon as they arrive, whatever the greenlets do. If not, only
     * {@link WebSocket#receive()} processes them, in their order among the messages: as long as no greenlet receives,
     * messages can be sent to a peer that has sent a close, and its pings get no pong.
     *
     * @param ahead true by default; false to leave control frames to {@code receive}
     * @return the changed options
     * @gevent gevent-websocket behaves as with false
     */
    public WebSocketOptions readAhead(boolean ahead) {
        WebSocketOptions changed = copy();
        changed.readAhead = ahead;
        return changed;
    }
}
