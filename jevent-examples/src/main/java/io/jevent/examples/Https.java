// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.http.AccessLog;
import io.jevent.http.Handler;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Request;
import io.jevent.http.Response;
import io.jevent.http.Routes;
import io.jevent.server.ServerOptions;
import io.jevent.socket.Addresses;
import io.jevent.tls.DevelopmentCertificate;
import io.jevent.tls.TlsClient;
import io.jevent.tls.TlsIdentity;
import io.jevent.tls.TlsServer;
import io.jevent.tls.TlsSession;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * An HTTPS server, and an HTTP server that redirects to it. With two addresses as its arguments it serves for ever;
 * without, the JDK's client asks it, and its certificate is replaced while it runs.
 */
final class Https {

    private static final HttpOptions QUIET = HttpOptions.DEFAULTS.log(AccessLog.NONE);

    private Https() {}

    // @start region="servers"
    /** Serves by TLS only. */
    private static HttpServer secure(String address, TlsIdentity identity) {
        TlsServer tls = TlsServer.of(identity);
        Routes routes = new Routes()
                .get("/", (request, response) -> response.send("secure: " + request.isSecure() + "\n"))
                .filter(Https::strict);
        return new HttpServer(Addresses.parse(address), routes, QUIET, ServerOptions.DEFAULTS.wrap(tls::secure));
    }

    /** Has browsers use only HTTPS for this host, for a year. */
    private static void strict(Request request, Response response, Handler next) throws Exception {
        response.header("Strict-Transport-Security", "max-age=31536000");
        next.handle(request, response);
    }

    /** Redirects every request to the same path of another origin. */
    private static HttpServer redirecting(String address, String origin) {
        Handler redirect = (request, response) -> {
            String target = request.target();
            response.status(308).redirect(origin + (target.startsWith("/") ? target : "/"));
        };
        return new HttpServer(address, redirect, QUIET);
    }
    // @end

    // @start region="client"
    private static HttpClient trusting(DevelopmentCertificate certificate)
            throws IOException, GeneralSecurityException {
        KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
        known.load(null, null);
        known.setCertificateEntry("server", certificate.certificate());
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return HttpClient.newBuilder()
                .sslContext(context)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }
    // @end

    static void main(String... arguments) throws IOException, GeneralSecurityException, InterruptedException {
        Path folder = Files.createTempDirectory("https");
        Path chain = folder.resolve("certificate.pem");
        Path key = folder.resolve("key.pem");
        try {
            var first = DevelopmentCertificate.create();
            first.writeTo(chain, key);
            // @start region="identity"
            TlsIdentity identity = TlsIdentity.ofPemFiles(chain, key);
            // @end
            if (arguments.length > 1) {
                IO.println("the certificate is in " + chain);
                serve(secure(arguments[0], identity), arguments[1]);
            } else {
                show(secure("127.0.0.1:0", identity), first, chain, key);
            }
        } finally {
            Files.deleteIfExists(chain);
            Files.deleteIfExists(key);
            Files.delete(folder);
        }
    }

    // @start region="serve"
    private static void serve(HttpServer https, String plainAddress) throws IOException {
        try (https) {
            https.start();
            redirecting(plainAddress, "https://localhost:" + https.port()).serveForever();
        }
    }
    // @end

    private static void show(HttpServer https, DevelopmentCertificate first, Path chain, Path key)
            throws IOException, GeneralSecurityException, InterruptedException {
        try (https) {
            https.start();
            try (var http = redirecting("127.0.0.1:0", "https://127.0.0.1:" + https.port());
                    var client = trusting(first)) {
                http.start();
                // @start region="ask"
                var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.port() + "/"));
                HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
                IO.print(response.body());
                IO.println(response.previousResponse().orElseThrow().statusCode() + ", then " + response.statusCode());
                IO.println(response.headers().firstValue("Strict-Transport-Security"));
                // @end
            }
            // @start region="renew"
            var renewed = DevelopmentCertificate.create();
            renewed.writeTo(chain, key); // the server notices it at the next handshake
            TlsClient client = TlsClient.builder().trust(renewed.trust()).build();
            try (var socket = client.connect("127.0.0.1:" + https.port())) {
                var seen = TlsSession.require(socket).peerCertificates().getFirst();
                IO.println("the new certificate: " + seen.equals(renewed.certificate()));
            }
            // @end
        }
    }
}
