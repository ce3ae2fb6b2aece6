// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import io.jevent.internal.client.ClientSettings;
import io.jevent.internal.http.HeaderList;
import java.io.IOException;
import java.net.Authenticator;
import java.net.Authenticator.RequestorType;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks the client's authenticator for a name and a password when a server or a proxy wants them (RFC 7617), and keeps
 * what was accepted.
 *
 * <p><b>Confinement:</b> thread-safe.
 */
final class Credentials implements ClientSettings.ProxyCredentials {

    private static final int MAX_ATTEMPTS = 3;
    private static final int MAX_KNOWN = 256;

    private final @Nullable Authenticator authenticator;
    private final Map<String, String> known = new ConcurrentHashMap<>();

    Credentials(@Nullable Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    static String basic(String user, String password) {
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    /** Adds the credentials that are known for a request. */
    void addTo(HeaderList lines, URI uri, Proxy proxy) {
        if (known.isEmpty()) {
            return;
        }
        String server = known.get(key(uri));
        if (server != null && lines.get("Authorization") == null) {
            lines.add("Authorization", server);
        }
        String forProxy = proxy.type() == Proxy.Type.HTTP && isPlain(uri) ? known.get(key(proxy)) : null;
        if (forProxy != null && lines.get("Proxy-Authorization") == null) {
            lines.add("Proxy-Authorization", forProxy);
        }
    }

    private static boolean isPlain(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme());
    }

    private static String key(URI uri) {
        return (uri.getScheme() + "://" + uri.getHost() + ":" + uri.getPort()).toLowerCase(Locale.ROOT);
    }

    private static String key(Proxy proxy) {
        return "proxy " + proxy.address();
    }

    /** Returns the request with other credentials; null if the response is the last one. */
    @Nullable
    Hop next(Hop hop, ReplyHead head, Proxy proxy) throws IOException {
        boolean byProxy = head.status() == 407;
        if (authenticator == null || !(byProxy || head.status() == 401)) {
            return null;
        }
        if (hop.headers().get(byProxy ? "Proxy-Authorization" : "Authorization") != null) {
            return null; // the user's own, which the server refuses
        }
        String name = byProxy ? "Proxy-Authenticate" : "WWW-Authenticate";
        if (head.header(name) == null) {
            throw new IOException(name + " header missing for response code " + head.status());
        }
        String challenge = basicChallenge(head.lines().all(name));
        if (challenge == null) {
            return null;
        }
        if (hop.attempts() >= MAX_ATTEMPTS) {
            throw new IOException("too many authentication attempts. Limit: " + MAX_ATTEMPTS);
        }
        PasswordAuthentication given = ask(hop.uri(), realm(challenge), byProxy ? proxy : null);
        String key = byProxy ? key(proxy) : key(hop.uri());
        if (given == null) {
            known.remove(key);
            return null;
        }
        if (known.size() >= MAX_KNOWN) {
            known.clear();
        }
        known.put(key, basic(given));
        return hop.retried();
    }

    @Override
    public @Nullable String known(Proxy proxy) {
        return known.get(key(proxy));
    }

    @Override
    public @Nullable String ask(Proxy proxy, String scheme, List<String> challenges) {
        Authenticator asked = authenticator;
        String challenge = challenges.isEmpty() ? "" : basicChallenge(challenges);
        if (asked == null || challenge == null || !(proxy.address() instanceof InetSocketAddress address)) {
            return null;
        }
        PasswordAuthentication given = asked.requestPasswordAuthenticationInstance(
                address.getHostString(),
                null,
                address.getPort(),
                scheme,
                realm(challenge),
                "Basic",
                null,
                RequestorType.PROXY);
        if (given == null) {
            known.remove(key(proxy));
            return null;
        }
        String line = basic(given);
        if (known.size() >= MAX_KNOWN) {
            known.clear();
        }
        known.put(key(proxy), line);
        return line;
    }

    private static @Nullable String basicChallenge(Iterable<String> lines) {
        for (String line : lines) {
            if (line.regionMatches(true, 0, "Basic", 0, "Basic".length())) {
                return line;
            }
        }
        return null;
    }

    private static String realm(String challenge) {
        String lower = challenge.toLowerCase(Locale.ROOT);
        int at = lower.indexOf("realm=");
        if (at < 0) {
            return "";
        }
        String rest = challenge.substring(at + "realm=".length());
        if (!rest.startsWith("\"")) {
            int comma = rest.indexOf(',');
            return comma < 0 ? rest : rest.substring(0, comma);
        }
        int end = rest.indexOf('"', 1);
        return end < 0 ? rest.substring(1) : rest.substring(1, end);
    }

    private @Nullable PasswordAuthentication ask(URI uri, String realm, @Nullable Proxy proxy) throws IOException {
        Authenticator asked = authenticator;
        if (asked == null) {
            return null;
        }
        boolean byProxy = proxy != null;
        String host = uri.getHost();
        int port = uri.getPort();
        if (proxy != null && proxy.address() instanceof InetSocketAddress address) {
            host = address.getHostString();
            port = address.getPort();
        }
        return asked.requestPasswordAuthenticationInstance(
                host,
                null,
                port,
                uri.getScheme(),
                realm,
                "Basic",
                uri.toURL(),
                byProxy ? RequestorType.PROXY : RequestorType.SERVER);
    }

    private static String basic(PasswordAuthentication given) {
        char[] password = given.getPassword();
        try {
            return basic(given.getUserName(), CharBuffer.wrap(password).toString());
        } finally {
            Arrays.fill(password, '\0');
        }
    }
}
