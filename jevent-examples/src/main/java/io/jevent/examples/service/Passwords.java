// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.service;

import io.jevent.threadpool.ThreadPool;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Hashes passwords by PBKDF2, which takes a while on purpose: on threads, so that the hub goes on. */
final class Passwords implements AutoCloseable {

    private static final int ROUNDS = 210_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;

    private final SecureRandom random = new SecureRandom();
    private final ThreadPool threads = new ThreadPool(2);
    private final String unknown = hash("");

    // @start region="hash"
    /** Returns the salt and the hash of a password. */
    String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return HexFormat.of().formatHex(salt) + ":" + threads.apply(() -> derive(password, salt));
    }

    private static String derive(String password, byte[] salt) throws GeneralSecurityException {
        var factory = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512");
        var spec = new PBEKeySpec(password.toCharArray(), salt, ROUNDS, HASH_BITS);
        return HexFormat.of().formatHex(factory.generateSecret(spec).getEncoded());
    }
    // @end

    /**
     * Compares a password with the hash of a user. It takes as long for a user that does not exist, so that the time of
     * a response tells nothing about names.
     */
    boolean matches(String password, Optional<String> known) {
        String hash = known.orElse(unknown);
        int colon = hash.indexOf(':');
        byte[] salt = HexFormat.of().parseHex(hash.substring(0, colon));
        String derived = threads.apply(() -> derive(password, salt));
        boolean equal = MessageDigest.isEqual(
                derived.getBytes(StandardCharsets.US_ASCII),
                hash.substring(colon + 1).getBytes(StandardCharsets.US_ASCII));
        return equal && known.isPresent();
    }

    @Override
    public void close() {
        threads.close();
    }
}
