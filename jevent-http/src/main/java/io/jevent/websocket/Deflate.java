// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import static io.jevent.websocket.DeflateTerms.ABSENT;
import static io.jevent.websocket.DeflateTerms.ANY;
import static io.jevent.websocket.DeflateTerms.MOST_BITS;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The extension permessage-deflate, as the two ends have negotiated it, RFC 7692, 7.1.
 *
 * @param sent how this end compresses
 * @param received how the peer compresses
 * @param accepted the header with which a server accepts; empty on a client
 */
record Deflate(Direction sent, Direction received, String accepted) {

    /**
     * The compression of one direction.
     *
     * @param takeover whether a message may refer to the data of earlier ones
     * @param bits the window as a power of two: no reference reaches further
     */
    record Direction(boolean takeover, int bits) {

        /** The size below which a message is not compressed, in bytes. */
        int least() {
            return takeover ? LEAST_WITH_CONTEXT : LEAST;
        }
    }

    /** The size below which messages are not compressed if each is compressed alone, in bytes. */
    static final int LEAST = 1024;

    /** The same if a message may refer to earlier ones. */
    private static final int LEAST_WITH_CONTEXT = 64;

    static final int LEVEL = 6;

    /** Accepts the first offer of a client that is well-formed; returns null if there is none. */
    static @Nullable Deflate accept(List<String> offers, WebSocketOptions options) {
        for (Extension extension : Extension.parse(offers)) {
            DeflateTerms offer = DeflateTerms.parse(extension);
            if (offer != null) {
                return accept(offer, options);
            }
        }
        return null;
    }

    private static Deflate accept(DeflateTerms offer, WebSocketOptions options) {
        boolean serverAlone = offer.serverAlone() || !options.contextTakeover;
        boolean clientAlone = offer.clientAlone() || !options.contextTakeover;
        int serverBits = least(offer.serverBits(), options.windowBits);
        int clientBits = offer.clientBits() == ABSENT ? MOST_BITS : least(offer.clientBits(), options.windowBits);
        boolean serverNamed = offer.serverBits() != ABSENT || serverBits < MOST_BITS;
        boolean clientNamed = offer.clientBits() != ABSENT && clientBits < MOST_BITS;
        var response = new DeflateTerms(
                serverAlone, clientAlone, serverNamed ? serverBits : ABSENT, clientNamed ? clientBits : ABSENT);
        return new Deflate(
                new Direction(!serverAlone, serverBits), new Direction(!clientAlone, clientBits), response.text());
    }

    /** Returns the smaller one of a peer's window, which may be missing, and this end's. */
    private static int least(int peer, int own) {
        return peer == ABSENT || peer == ANY ? own : Math.min(peer, own);
    }

    /** Returns a client's offers, the preferred one first. */
    static String offers(WebSocketOptions options) {
        boolean alone = !options.contextTakeover;
        if (options.windowBits == MOST_BITS) {
            return new DeflateTerms(alone, alone, ABSENT, ANY).text();
        }
        int bits = options.windowBits;
        String limited = new DeflateTerms(alone, alone, bits, bits).text();
        return limited + ", " + new DeflateTerms(alone, alone, ABSENT, bits).text();
    }

    /** Returns the extension that a server has selected; null if a client with these options did not offer it. */
    static @Nullable Deflate agreed(Extension selected, WebSocketOptions options) {
        DeflateTerms response = DeflateTerms.parse(selected);
        if (response == null || response.clientBits() == ANY || response.clientBits() > options.windowBits) {
            return null;
        }
        boolean alone = !options.contextTakeover;
        if (alone && !response.serverAlone()) {
            return null;
        }
        var sent = new Direction(!alone && !response.clientAlone(), least(response.clientBits(), options.windowBits));
        var received = new Direction(!response.serverAlone(), least(response.serverBits(), MOST_BITS));
        return new Deflate(sent, received, "");
    }
}
