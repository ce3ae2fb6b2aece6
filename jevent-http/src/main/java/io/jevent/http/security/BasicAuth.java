// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.security;

import io.jevent.http.Filter;
import io.jevent.http.Handler;
import io.jevent.http.HttpException;
import io.jevent.http.Request;
import io.jevent.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * A filter that lets in those who send a name and a password, as RFC 7617 describes; the response to others is 401, to
 * which a browser shows a dialog. The name is {@link Request#user} then. The password is sent with every request, so
 * use TLS.
 *
 * <p><b>Confinement:</b> immutable; the check is called on all hubs of the server.
 *
 * @since 0.1
 */
public final class BasicAuth implements Filter {

    private static final String SCHEME = "Basic ";

    private final String challenge;
    private final BiPredicate<? super String, ? super String> check;

    /**
     * Creates a filter.
     *
     * @param realm the name of the protected area, which the dialog shows
     * @param check returns whether a name and a password belong together; compare hashes, in a time that does not
     *     depend on the password. It may block
     * @throws IllegalArgumentException if the realm has other than printable ASCII characters, or quotes
     */
    public BasicAuth(String realm, BiPredicate<? super String, ? super String> check) {
        challenge = "Basic realm=\"" + Challenges.checkRealm(realm) + "\", charset=\"UTF-8\"";
        this.check = check;
    }

    /**
     * Creates a filter for a few users, for example of an internal page.
     *
     * @param realm the name of the protected area
     * @param passwords the passwords by name
     * @return the filter
     * @throws IllegalArgumentException if the realm is malformed
     */
    public static BasicAuth of(String realm, Map<String, String> passwords) {
        Map<String, String> known = Map.copyOf(passwords);
        return new BasicAuth(realm, (name, password) -> {
            String expected = known.get(name);
            boolean equal = Secrets.areEqual(password, expected == null ? "" : expected);
            return equal && expected != null;
        });
    }

    @Override
    public void handle(Request request, Response response, Handler next) throws Exception {
        String credentials = Challenges.credentials(request, SCHEME)
                .flatMap(BasicAuth::decode)
                .orElseThrow(this::refusal);
        int colon = credentials.indexOf(':');
        String name = credentials.substring(0, Math.max(colon, 0));
        if (colon < 0 || !check.test(name, credentials.substring(colon + 1))) {
            throw refusal();
        }
        request.setUser(name);
        next.handle(request, response);
    }

    private static Optional<String> decode(String credentials) {
        try {
            return Optional.of(new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private HttpException refusal() {
        return new HttpException(401).header("WWW-Authenticate", challenge);
    }
}
