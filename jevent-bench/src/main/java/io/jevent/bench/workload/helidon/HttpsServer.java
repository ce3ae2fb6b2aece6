// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.helidon;

import io.helidon.common.tls.Tls;
import io.jevent.tls.DevelopmentCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** The server of {@link HttpServer} by TLS of the JDK; clients choose HTTP/2 by ALPN. */
public final class HttpsServer {

    private HttpsServer() {}

    /** Serves until the input ends; the argument is the number of processors. */
    public static void main(String[] args) throws Exception {
        HttpServer.serve(HttpServer.builder().tls(tls()));
    }

    private static Tls tls() throws IOException, GeneralSecurityException {
        var development = DevelopmentCertificate.create();
        Path folder = Files.createTempDirectory("bench");
        Path certificate = folder.resolve("certificate.pem");
        Path key = folder.resolve("key.pem");
        try {
            development.writeTo(certificate, key);
            byte[] encoded =
                    Base64.getMimeDecoder().decode(Files.readString(key).replaceAll("-----.*?-----", ""));
            var algorithm = development.certificate().getPublicKey().getAlgorithm();
            return Tls.builder()
                    .privateKey(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded)))
                    .addPrivateKeyCertChain(development.certificate())
                    .build();
        } finally {
            Files.deleteIfExists(certificate);
            Files.deleteIfExists(key);
            Files.deleteIfExists(folder);
        }
    }
}
