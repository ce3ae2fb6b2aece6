// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/**
 * A filter that refuses, with 403, requests that change something and come from a page of another site: browsers send
 * them along with the cookies and from the network of their user. It goes by the header {@code Origin}, which browsers
 * set; clients that are no browsers send none and are let through. {@code GET}, {@code HEAD} and {@code OPTIONS}, which
 * should change nothing, are let through as well.
 *
 * <p><b>Confinement:</b> immutable.
 */
public final class SameOrigin implements Filter {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    /** Makes the filter. */
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
     * Returns whether a page is of the server that a request is for: host and port are the same.
     *
     * @param request the request
     * @param origin the origin of the page, as the header {@code Origin} tells it
     * @return true if so; false for an origin that is none, such as {@code null}
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
