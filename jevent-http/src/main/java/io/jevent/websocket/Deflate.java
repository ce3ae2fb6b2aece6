// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketClientExtension;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtension;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionData;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionFilter;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionFilterProvider;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtension;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateClientExtensionHandshaker;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * No window is retained from one message to the next, in either direction. A window would cost an idle connection some
 * hundred KiB, and a broadcast message could not be compressed once for all peers. A server may require both by itself
 * (RFC 7692, 7.1.1).
 */
/**
 * The extension permessage-deflate, as the two ends have negotiated it.
 *
 * @param extension Netty's part
 * @param accepted the header with which a server accepts; empty on a client
 */
record Deflate(WebSocketExtension extension, String accepted) {

    static final String NAME = "permessage-deflate";
    static final String SERVER_ALONE = "server_no_context_takeover";
    static final String CLIENT_ALONE = "client_no_context_takeover";

    /** The client's offer. */
    static final String OFFER = NAME + "; " + SERVER_ALONE + "; " + CLIENT_ALONE;

    /** The size below which messages are not compressed, in bytes. */
    static final int LEAST = 1024;

    static final int LEVEL = 6;
    private static final int WINDOW = 15;
    private static final int MEMORY = 8;

    private static final WebSocketExtensionFilterProvider FILTERS = new WebSocketExtensionFilterProvider() {
        @Override
        public WebSocketExtensionFilter encoderFilter() {
            return frame -> frame.content().readableBytes() < LEAST;
        }

        @Override
        public WebSocketExtensionFilter decoderFilter() {
            return WebSocketExtensionFilter.NEVER_SKIP;
        }
    };

    /** Returns the first offer that a server accepts; null if there is none. */
    static @Nullable Deflate accept(List<String> offers, int maxMessage) {
        var handshaker = new PerMessageDeflateServerExtensionHandshaker(
                LEVEL, false, WINDOW, true, true, WINDOW, MEMORY, FILTERS, maxMessage);
        for (WebSocketExtensionData offer : HandshakeHeaders.extensions(offers)) {
            WebSocketServerExtension extension = accept(handshaker, offer);
            if (extension != null) {
                return new Deflate(extension, text(extension.newReponseData()));
            }
        }
        return null;
    }

    private static @Nullable WebSocketServerExtension accept(
            PerMessageDeflateServerExtensionHandshaker handshaker, WebSocketExtensionData offer) {
        Map<String, String> parameters = new HashMap<>(offer.parameters());
        parameters.put(SERVER_ALONE, null);
        parameters.put(CLIENT_ALONE, null);
        try {
            return handshaker.handshakeExtension(new WebSocketExtensionData(offer.name(), parameters));
        } catch (NumberFormatException _) {
            return null;
        }
    }

    private static String text(WebSocketExtensionData data) {
        var text = new StringBuilder(data.name());
        data.parameters().forEach((name, value) -> {
            text.append("; ").append(name);
            if (value != null) {
                text.append('=').append(value);
            }
        });
        return text.toString();
    }

    /** Returns the extension that the server has selected; null if the client did not offer it. */
    static @Nullable Deflate agreed(WebSocketExtensionData selected, int maxMessage) {
        var handshaker =
                new PerMessageDeflateClientExtensionHandshaker(LEVEL, false, WINDOW, true, true, FILTERS, maxMessage);
        try {
            WebSocketClientExtension extension = handshaker.handshakeExtension(selected);
            return extension == null ? null : new Deflate(extension, "");
        } catch (NumberFormatException _) {
            return null;
        }
    }

    /** Creates the compressor of sent messages; {@link Inflation} inflates received ones. */
    ChannelHandler encoder() {
        return extension.newExtensionEncoder();
    }
}
