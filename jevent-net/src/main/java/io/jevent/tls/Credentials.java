// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/** A private key and its certificate chain, the key's own certificate first. */
record Credentials(PrivateKey key, List<X509Certificate> chain) {

    /**
     * Throws unless the key belongs to the certificate. Files are replaced one after the other, so they may not match.
     */
    void check() throws GeneralSecurityException {
        String keyType = key.getAlgorithm();
        X509Certificate own = chain.getFirst();
        if (!sameType(keyType, own.getPublicKey().getAlgorithm())) {
            throw new GeneralSecurityException("the key is " + keyType + " but the certificate is for "
                    + own.getPublicKey().getAlgorithm());
        }
        byte[] sample = {1, 2, 3, 4};
        Signature signature = Signature.getInstance(signatureOf(keyType));
        signature.initSign(key);
        signature.update(sample);
        byte[] signed = signature.sign();
        signature.initVerify(own.getPublicKey());
        signature.update(sample);
        if (!signature.verify(signed)) {
            throw new GeneralSecurityException(
                    "the key is not that of the certificate for " + own.getSubjectX500Principal());
        }
    }

    private static boolean sameType(String one, String other) {
        return signatureOf(one).equals(signatureOf(other));
    }

    private static String signatureOf(String keyType) {
        return switch (keyType) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA", "Ed25519", "Ed448" -> "EdDSA";
            default -> keyType;
        };
    }

    /** Returns the name of the key's type, as a handshake asks for it. */
    String type() {
        return key.getAlgorithm();
    }

    X509Certificate[] chainArray() {
        return chain.toArray(X509Certificate[]::new);
    }
}
