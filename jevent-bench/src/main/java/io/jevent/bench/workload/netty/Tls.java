// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.netty;

import io.jevent.tls.DevelopmentCertificate;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** TLS of the JDK with a certificate like jevent's. */
final class Tls {

    private Tls() {}

    /** Returns a context with one application protocol. */
    static SslContext context(String protocol) throws IOException {
        Path folder = Files.createTempDirectory("bench");
        Path certificate = folder.resolve("certificate.pem");
        Path key = folder.resolve("key.pem");
        try {
            DevelopmentCertificate.create().writeTo(certificate, key);
            return SslContextBuilder.forServer(certificate.toFile(), key.toFile())
                    .sslProvider(SslProvider.JDK)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            protocol))
                    .build();
        } finally {
            Files.deleteIfExists(certificate);
            Files.deleteIfExists(key);
            Files.deleteIfExists(folder);
        }
    }
}
