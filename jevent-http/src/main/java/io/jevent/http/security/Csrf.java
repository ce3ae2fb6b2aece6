// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.security;

import io.jevent.http.Filter;
import io.jevent.http.Handler;
import io.jevent.http.HttpException;
import io.jevent.http.Request;
import io.jevent.http.Response;
import io.jevent.http.Session;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A filter that refuses, with 403, unsafe requests without a secret of the session, which pages of other sites cannot
 * know (cross-site request forgery). A page sends it as the header {@code X-CSRF-Token}, or as the field {@code csrf}
 * of a form. Add it before {@link io.jevent.http.Sessions}: the filter that was added first is the outermost, so the
 * sessions come first.
 *
 * <p>{@link io.jevent.http.SameOrigin} needs no token and suffices for today's browsers; this one also protects where a
 * proxy removes {@code Origin}.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @since 0.1
 */
public final class Csrf implements Filter {

    private static final String HEADER = "X-CSRF-Token";
    private static final String FIELD = "csrf";
    private static final String VALUE = "io.jevent.csrf";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final int LENGTH = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Creates the filter. */
    public Csrf() {
        super();
    }

    /**
     * Returns the token for a page, for a hidden field {@code csrf} or for its scripts. It differs each time, so that
     * compression reveals nothing (the BREACH attack), and is valid as long as the session.
     *
     * @param request the request for the page
     * @return letters, digits, {@code -} and {@code _}
     * @throws IllegalStateException if there are no sessions
     */
    public static String token(Request request) {
        Session session = Session.of(request);
        byte[] secret = decode(session.get(VALUE).orElse(""));
        if (secret == null || secret.length != LENGTH) {
            secret = random();
            session.set(VALUE, encode(secret));
        }
        byte[] token = new byte[2 * LENGTH];
        byte[] mask = random();
        System.arraycopy(mask, 0, token, 0, LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            token[LENGTH + i] = (byte) (mask[i] ^ secret[i]);
        }
        return encode(token);
    }

    @Override
    public void handle(Request request, Response response, Handler next) throws Exception {
        if (!SAFE.contains(request.method()) && !isValid(request)) {
            throw new HttpException(
                    403, "the request has no valid token: load the page anew, or send its token as " + HEADER);
        }
        next.handle(request, response);
    }

    private static boolean isValid(Request request) throws IOException {
        Optional<String> kept = Session.of(request).get(VALUE);
        Optional<String> given = sent(request);
        if (kept.isEmpty() || given.isEmpty()) {
            return false;
        }
        byte[] secret = decode(kept.get());
        byte[] token = decode(given.get());
        if (secret == null || token == null || secret.length != LENGTH || token.length != 2 * LENGTH) {
            return false;
        }
        int different = 0;
        for (int i = 0; i < LENGTH; i++) {
            different |= secret[i] ^ token[i] ^ token[LENGTH + i];
        }
        return different == 0;
    }

    private static Optional<String> sent(Request request) throws IOException {
        Optional<String> header = request.header(HEADER);
        boolean form = request.header("Content-Type")
                .filter(type -> type.regionMatches(true, 0, FORM, 0, FORM.length()))
                .isPresent();
        return header.isPresent() || !form ? header : request.form().first(FIELD);
    }

    private static byte[] random() {
        byte[] bytes = new byte[LENGTH];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte @Nullable [] decode(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
