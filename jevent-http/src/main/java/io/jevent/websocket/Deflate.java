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
 * No window is kept from one message to the next, in neither direction: that would cost an idle connection some hundred
 * KiB, and a message for many could not be compressed once for all of them. A server may ask for both by itself
 * (RFC 7692, 7.1.1).
 */
/**
 * The extension permessage-deflate, as the two ends agreed on it.
 *
 * @param extension Netty's part
 * @param answer the header with which a server agrees; empty on a client
 */
record Deflate(WebSocketExtension extension, String answer) {

    static final String NAME = "permessage-deflate";
    static final String SERVER_ALONE = "server_no_context_takeover";
    static final String CLIENT_ALONE = "client_no_context_takeover";

    /** What a client asks for. */
    static final String OFFER = NAME + "; " + SERVER_ALONE + "; " + CLIENT_ALONE;

    /** Smaller messages are sent as they are. */
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

    /** What a server makes of what a client offers; null if nothing fits. */
    static @Nullable Deflate accept(List<String> offers, int maxMessage) {
        var handshaker = new PerMessageDeflateServerExtensionHandshaker(
                LEVEL, false, WINDOW, true, true, WINDOW, MEMORY, FILTERS, maxMessage);
        for (WebSocketExtensionData offer : Headers.extensions(offers)) {
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

    /** What a client makes of the answer; null if the server answers what was not offered. */
    static @Nullable Deflate agreed(WebSocketExtensionData answer, int maxMessage) {
        var handshaker =
                new PerMessageDeflateClientExtensionHandshaker(LEVEL, false, WINDOW, true, true, FILTERS, maxMessage);
        try {
            WebSocketClientExtension extension = handshaker.handshakeExtension(answer);
            return extension == null ? null : new Deflate(extension, "");
        } catch (NumberFormatException _) {
            return null;
        }
    }

    /** Compresses what is sent; messages that come are inflated by {@link Inflation}. */
    ChannelHandler encoder() {
        return extension.newExtensionEncoder();
    }
}
