// SPDX-License-Identifier: Apache-2.0
package io.jevent.zmq;

import zmq.io.mechanism.curve.Curve;

/**
 * A key pair for CURVE, each key as 40 characters in ZeroMQ's encoding Z85.
 *
 * @param publicKey the key for the peers
 * @param secretKey the key that must stay secret
 * @gevent {@code zmq.curve_keypair()}
 * @since 0.1
 */
public record CurveKeys(String publicKey, String secretKey) {

    private static final int LENGTH = 40;

    /**
     * Creates a pair of existing keys.
     *
     * @throws IllegalArgumentException if one of them does not have 40 characters
     */
    public CurveKeys {
        check(publicKey, "public");
        check(secretKey, "secret");
    }

    /**
     * Generates a new pair.
     *
     * @return random keys
     * @switches never
     */
    public static CurveKeys generate() {
        String[] pair = new Curve().keypairZ85();
        return new CurveKeys(pair[0], pair[1]);
    }

    /** Throws if a text cannot be a key. The message does not include the key, which may be secret. */
    static String check(String key, String kind) {
        if (key.length() != LENGTH) {
            throw new IllegalArgumentException("a " + kind + " key has 40 characters of Z85: " + key.length());
        }
        return key;
    }

    /** Shows the public key only. */
    @Override
    public String toString() {
        return "CurveKeys[" + publicKey + "]";
    }
}
