// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.security;

import io.jevent.http.Filter;
import io.jevent.http.Handler;
import io.jevent.http.HttpException;
import io.jevent.http.Request;
import io.jevent.http.Response;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A filter that lets in those who send a token, as RFC 6750 describes; the response to others is 401. The user of the
 * token is {@link Request#user} then.
 *
 * <p><b>Confinement:</b> immutable; the function is called on all hubs of the server.
 *
 * @since 0.1
 */
public final class BearerAuth implements Filter {

    private static final String SCHEME = "Bearer ";

    private final String realm;
    private final Function<? super String, Optional<String>> userOf;

    /**
     * Creates a filter.
     *
     * @param realm the name of the protected area
     * @param userOf returns the user of a token, or empty if the token is not valid; it may block, for example to ask
     *     another service
     * @throws IllegalArgumentException if the realm has other than printable ASCII characters, or quotes
     */
    public BearerAuth(String realm, Function<? super String, Optional<String>> userOf) {
        this.realm = Challenges.checkRealm(realm);
        this.userOf = userOf;
    }

    /**
     * Creates a filter for a few tokens, for example of other services. They are kept and looked up as hashes, so the
     * time of a look-up tells nothing about them.
     *
     * @param realm the name of the protected area
     * @param users the users by token
     * @return the filter
     * @throws IllegalArgumentException if the realm is malformed
     */
    public static BearerAuth of(String realm, Map<String, String> users) {
        var byHash = new HashMap<String, String>();
        users.forEach((token, user) -> byHash.put(hash(token), user));
        return new BearerAuth(realm, token -> Optional.ofNullable(byHash.get(hash(token))));
    }

    private static String hash(String token) {
        return HexFormat.of().formatHex(Secrets.digest(token));
    }

    @Override
    public void handle(Request request, Response response, Handler next) throws Exception {
        Optional<String> token = Challenges.credentials(request, SCHEME);
        String challenge = "Bearer realm=\"" + realm + "\"";
        if (token.isEmpty()) {
            throw new HttpException(401).header("WWW-Authenticate", challenge);
        }
        String user = userOf.apply(token.get())
                .orElseThrow(() ->
                        new HttpException(401).header("WWW-Authenticate", challenge + ", error=\"invalid_token\""));
        request.setUser(user);
        next.handle(request, response);
    }
}
