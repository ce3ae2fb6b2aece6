// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Reads and writes certificates and private keys in PEM (RFC 7468). Messages never include the content of a key. */
final class Pem {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private Pem() {}

    private record Block(String label, String base64) {

        byte[] content(String what) throws GeneralSecurityException {
            try {
                return Base64.getMimeDecoder().decode(base64);
            } catch (IllegalArgumentException e) {
                throw new GeneralSecurityException(what + ": a " + label + " is not valid Base64", e);
            }
        }
    }

    private static List<Block> blocks(String pem) {
        var found = new ArrayList<Block>();
        Matcher matcher = BLOCK.matcher(pem);
        while (matcher.find()) {
            found.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return found;
    }

    /** Returns all certificates in {@code pem}; {@code what} names the source in messages. */
    static List<X509Certificate> certificates(String pem, String what) throws GeneralSecurityException {
        var certificates = new ArrayList<X509Certificate>();
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        for (Block block : blocks(pem)) {
            if (block.label.endsWith("CERTIFICATE")) {
                certificates.add(
                        (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.content(what))));
            }
        }
        if (certificates.isEmpty()) {
            throw new GeneralSecurityException(what + " has no certificate: PEM with BEGIN CERTIFICATE is needed");
        }
        return certificates;
    }

    /** Returns the private key in {@code pem}; {@code password} decrypts an encrypted one. */
    static PrivateKey privateKey(String pem, char[] password, String what) throws GeneralSecurityException {
        String other = "";
        for (Block block : blocks(pem)) {
            switch (block.label) {
                case "PRIVATE KEY" -> {
                    return ofPkcs8(new PKCS8EncodedKeySpec(block.content(what)), what);
                }
                case "ENCRYPTED PRIVATE KEY" -> {
                    return ofPkcs8(decrypt(block.content(what), password, what), what);
                }
                default -> other = block.label.endsWith("KEY") ? " but a " + block.label : other;
            }
        }
        throw new GeneralSecurityException(
                what + " has no PRIVATE KEY" + other + ": convert the key with openssl pkcs8 -topk8 -nodes");
    }

    private static PKCS8EncodedKeySpec decrypt(byte[] content, char[] password, String what)
            throws GeneralSecurityException {
        if (password.length == 0) {
            throw new GeneralSecurityException(what + " is encrypted: give its password");
        }
        try {
            var info = new EncryptedPrivateKeyInfo(content);
            String algorithm =
                    "PBES2".equals(info.getAlgName()) ? info.getAlgParameters().toString() : info.getAlgName();
            Key key = SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password));
            return info.getKeySpec(key);
        } catch (java.io.IOException | GeneralSecurityException e) {
            throw new GeneralSecurityException(what + " could not be decrypted; is the password right?", e);
        }
    }

    private static PrivateKey ofPkcs8(PKCS8EncodedKeySpec spec, String what) throws GeneralSecurityException {
        InvalidKeySpecException failure = null;
        for (String algorithm : List.of("RSA", "EC", "EdDSA", "RSASSA-PSS", "DSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                failure = e;
            }
        }
        throw new GeneralSecurityException(what + " is a private key of a kind that the JDK does not know", failure);
    }

    /** Returns a block of PEM. */
    static String of(String label, byte[] content) {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }
}
