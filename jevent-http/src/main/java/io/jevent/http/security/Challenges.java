// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.security;

import io.jevent.http.Request;
import java.util.List;
import java.util.Optional;

/** The headers of HTTP's authentication, RFC 9110, 11. */
final class Challenges {

    private Challenges() {}

    static String checkRealm(String realm) {
        if (!realm.chars().allMatch(c -> c >= ' ' && c < 127 && c != '"' && c != '\\')) {
            throw new IllegalArgumentException("a realm is printable ASCII text without quotes: " + realm);
        }
        return realm;
    }

    /** Returns the credentials of a scheme, which is compared without case; empty if there is none or several. */
    static Optional<String> credentials(Request request, String scheme) {
        List<String> lines = request.headers().all("Authorization");
        if (lines.size() != 1 || !lines.getFirst().regionMatches(true, 0, scheme, 0, scheme.length())) {
            return Optional.empty();
        }
        return Optional.of(lines.getFirst().substring(scheme.length()).strip());
    }
}
