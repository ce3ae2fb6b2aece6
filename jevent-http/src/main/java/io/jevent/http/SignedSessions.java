// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Sessions in the cookie itself: the time of creation, the values as a form, and a signature (HMAC with SHA-256). */
final class SignedSessions implements SessionStore {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int MIN_KEY = 32;
    private static final int MAX_COOKIE = 3800;

    private final SecretKeySpec key;

    SignedSessions(byte[] key) {
        if (key.length < MIN_KEY) {
            throw new IllegalArgumentException(
                    "a key needs at least " + MIN_KEY + " random bytes, but has " + key.length);
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    @Override
    public Map<String, String> load(String token, Duration age) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3 || !isSigned(parts)) {
            return Map.of();
        }
        long made = Long.parseLong(parts[0], Character.MAX_RADIX);
        if (Instant.now().getEpochSecond() - made > age.toSeconds()) {
            return Map.of();
        }
        var values = new LinkedHashMap<String, String>();
        String form = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        Parameters fields = Parameters.parse(form);
        for (String name : fields.names()) {
            fields.first(name).ifPresent(value -> values.put(name, value));
        }
        return values;
    }

    private boolean isSigned(String[] parts) {
        byte[] expected = sign(parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(expected, parts[2].getBytes(StandardCharsets.UTF_8));
    }

    private String sign(String text) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return encode(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot sign with " + ALGORITHM, e);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String save(String token, Map<String, String> values, Duration age) {
        var form = new StringBuilder();
        values.forEach((name, value) -> form.append(form.isEmpty() ? "" : "&")
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        String text = Long.toString(Instant.now().getEpochSecond(), Character.MAX_RADIX) + "."
                + encode(form.toString().getBytes(StandardCharsets.UTF_8));
        String signed = text + "." + sign(text);
        if (signed.length() > MAX_COOKIE) {
            throw new IllegalStateException("the session is too large for a cookie, with " + signed.length()
                    + " characters: keep less in it, or use Sessions.inMemory()");
        }
        return signed;
    }

    @Override
    public boolean drop(String token) {
        return true; // the client holds the session
    }

    @Override
    public int dropAll(String name, String value) {
        throw new UnsupportedOperationException("the clients hold the sessions of Sessions.signed(key), so the server"
                + " cannot end them; use Sessions.inMemory(), or a new key, which ends all");
    }
}
