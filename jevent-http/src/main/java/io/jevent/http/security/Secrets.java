// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Compares secrets in a time that does not depend on what they have in common. */
final class Secrets {

    private Secrets() {}

    /** Returns whether two texts are equal; the time depends on the length of the first one only. */
    static boolean areEqual(String given, String secret) {
        return MessageDigest.isEqual(digest(given), digest(secret));
    }

    /** Returns the SHA-256 of a text. */
    static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
