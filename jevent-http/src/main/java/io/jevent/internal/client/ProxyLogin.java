// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The credentials for a proxy while a connection is made: those of the options, or else of the authenticator. */
final class ProxyLogin {

    private static final int MAX_ATTEMPTS = 3;
    private static final String BASIC = "Basic ";

    private final Proxy proxy;
    private final boolean fixed;
    private final ClientSettings.@Nullable ProxyCredentials asked;
    private @Nullable String authorization;
    private int attempts;

    ProxyLogin(ClientSettings settings, Proxy proxy) {
        this.proxy = proxy;
        fixed = settings.proxyAuthorization != null;
        asked = settings.proxyCredentials;
        authorization = fixed || asked == null ? settings.proxyAuthorization : asked.known(proxy);
    }

    /** Returns the value of Proxy-Authorization, if there is one. */
    @Nullable
    String authorization() {
        return authorization;
    }

    /** Returns whether there may be credentials. */
    boolean isPossible() {
        return authorization != null || asked != null;
    }

    /** Takes other credentials, for an answer of the proxy that refuses the last ones. */
    void ask(String scheme, List<String> challenges) throws IOException {
        attempts++;
        String other = fixed || asked == null || attempts > MAX_ATTEMPTS ? null : asked.ask(proxy, scheme, challenges);
        if (other == null) {
            throw new ConnectException(
                    "the proxy " + proxy.address() + " refuses with status 407: it wants other credentials");
        }
        authorization = other;
    }

    /** Returns name and password for SOCKS, separated by a colon; asks for them if none are known. */
    String nameAndPassword() throws IOException {
        if (authorization == null) {
            ask("SOCKS5", List.of());
        }
        String known = authorization;
        if (known == null || !known.startsWith(BASIC)) {
            throw new ConnectException("there is no name and password for the SOCKS proxy " + proxy.address());
        }
        return new String(Base64.getDecoder().decode(known.substring(BASIC.length())), StandardCharsets.UTF_8);
    }
}
