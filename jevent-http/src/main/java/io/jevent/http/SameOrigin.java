// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/**
 * A filter that refuses, with 403, unsafe requests from pages of other sites, which browsers send with the cookies and
 * from the network of their user (cross-site request forgery). It compares the header {@code Origin}, which browsers
 * set. It passes requests without the header, which are not from browsers, and those with the safe methods {@code GET},
 * {@code HEAD} and {@code OPTIONS}, which should change nothing.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @since 0.1
 */
public final class SameOrigin implements Filter {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    /** Creates the filter. */
    public SameOrigin() {
        super();
    }

    @Override
    public void handle(Request request, Response response, Handler next) throws Exception {
        if (!SAFE.contains(request.method())) {
            for (String origin : request.headers().all("Origin")) {
                if (!isOwn(request, origin)) {
                    throw new HttpException(403, "pages of other sites may not send this request");
                }
            }
        }
        next.handle(request, response);
    }

    /**
     * Returns whether an origin has the host and port of the server that a request is for.
     *
     * @param request the request
     * @param origin the value of the header {@code Origin}
     * @return true if so; false for an opaque origin, such as {@code null}
     */
    public static boolean isOwn(Request request, String origin) {
        try {
            var page = new URI(origin);
            String scheme = page.getScheme();
            if (scheme == null || page.getAuthority() == null) {
                return false;
            }
            int usual = scheme.equalsIgnoreCase("https") ? 443 : 80;
            return withPort(page.getAuthority(), usual).equals(withPort(request.host(), usual));
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private static String withPort(String authority, int usual) {
        String host = authority.toLowerCase(Locale.ROOT);
        return host.lastIndexOf(':') > host.lastIndexOf(']') ? host : host + ":" + usual;
    }
}
