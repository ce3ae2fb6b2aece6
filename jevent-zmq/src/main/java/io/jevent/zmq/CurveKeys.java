// SPDX-License-Identifier: Apache-2.0
package io.jevent.zmq;

import zmq.io.mechanism.curve.Curve;

/**
 * A pair of keys for CURVE, each 40 characters in the encoding Z85 of ZeroMQ.
 *
 * @param publicKey what others may know
 * @param secretKey what nobody else may know
 * @gevent {@code zmq.curve_keypair()}
 */
public record CurveKeys(String publicKey, String secretKey) {

    private static final int LENGTH = 40;

    /**
     * Makes a pair of keys.
     *
     * @throws IllegalArgumentException if one of them has not 40 characters
     */
    public CurveKeys {
        check(publicKey, "public");
        check(secretKey, "secret");
    }

    /**
     * Makes a new pair.
     *
     * @return keys that nobody has
     * @switches never
     */
    public static CurveKeys generate() {
        String[] pair = new Curve().keypairZ85();
        return new CurveKeys(pair[0], pair[1]);
    }

    /** Refuses what cannot be a key; a key that is secret is not shown. */
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
