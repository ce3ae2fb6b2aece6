// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import io.jevent.websocket.Extension.Parameter;
import java.util.HashSet;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of permessage-deflate in an offer or a response, RFC 7692, 7.1.
 *
 * @param serverAlone whether the server compresses each message alone ({@code server_no_context_takeover})
 * @param clientAlone whether the client does ({@code client_no_context_takeover})
 * @param serverBits the server's window as a power of two ({@code server_max_window_bits}); {@link #ABSENT} if not
 *     named
 * @param clientBits the client's, which may also be {@link #ANY}
 */
record DeflateTerms(boolean serverAlone, boolean clientAlone, int serverBits, int clientBits) {

    static final String NAME = "permessage-deflate";

    /** The smallest and the largest window, as powers of two. */
    static final int LEAST_BITS = 8;

    static final int MOST_BITS = 15;

    /** A window that is not named. */
    static final int ABSENT = -1;

    /** A client's window that is named without a value: the client supports the parameter. */
    static final int ANY = 0;

    private static final String SERVER_ALONE = "server_no_context_takeover";
    private static final String CLIENT_ALONE = "client_no_context_takeover";
    private static final String SERVER_BITS = "server_max_window_bits";
    private static final String CLIENT_BITS = "client_max_window_bits";

    /** Parses the parameters; null if one is unknown, malformed, out of range, or present twice. */
    static @Nullable DeflateTerms parse(Extension extension) {
        var terms = new DeflateTerms(false, false, ABSENT, ABSENT);
        var names = new HashSet<String>();
        for (Parameter parameter : extension.parameters()) {
            terms = names.add(parameter.name()) ? terms.with(parameter) : null;
            if (terms == null) {
                return null;
            }
        }
        return extension.name().equals(NAME) ? terms : null;
    }

    private @Nullable DeflateTerms with(Parameter parameter) {
        String value = parameter.value();
        return switch (parameter.name()) {
            case SERVER_ALONE -> value != null ? null : new DeflateTerms(true, clientAlone, serverBits, clientBits);
            case CLIENT_ALONE -> value != null ? null : new DeflateTerms(serverAlone, true, serverBits, clientBits);
            case SERVER_BITS ->
                !isBits(value) ? null : new DeflateTerms(serverAlone, clientAlone, Integer.parseInt(value), clientBits);
            case CLIENT_BITS -> {
                if (value != null && !isBits(value)) {
                    yield null;
                }
                int bits = value == null ? ANY : Integer.parseInt(value);
                yield new DeflateTerms(serverAlone, clientAlone, serverBits, bits);
            }
            default -> null;
        };
    }

    /** Returns whether a text is a decimal number from 8 to 15 without leading zeros. */
    private static boolean isBits(@Nullable String value) {
        if (value == null) {
            return false;
        }
        return switch (value) {
            case "8", "9", "10", "11", "12", "13", "14", "15" -> true;
            default -> false;
        };
    }

    /** Returns the text of the header. */
    String text() {
        var text = new StringBuilder(NAME);
        if (serverAlone) {
            text.append("; ").append(SERVER_ALONE);
        }
        if (clientAlone) {
            text.append("; ").append(CLIENT_ALONE);
        }
        if (serverBits != ABSENT) {
            text.append("; ").append(SERVER_BITS).append('=').append(serverBits);
        }
        if (clientBits == ANY) {
            text.append("; ").append(CLIENT_BITS);
        } else if (clientBits != ABSENT) {
            text.append("; ").append(CLIENT_BITS).append('=').append(clientBits);
        }
        return text.toString();
    }
}
