// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.service;

import io.jevent.Jevent;
import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Sessions;
import io.jevent.server.ServerOptions;
import io.jevent.signal.Signals;
import io.jevent.socket.Addresses;
import io.jevent.tls.DevelopmentCertificate;
import io.jevent.tls.TlsIdentity;
import io.jevent.tls.TlsServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A service for notes. Its settings come from the environment, as containers and systemd give them; arguments of the
 * form {@code NAME=VALUE} replace them.
 */
final class Service implements AutoCloseable {

    private static final int KEY_BYTES = 32;
    private static final int LARGEST_BODY = 64 * 1024;

    private final Notes notes;
    private final Passwords passwords;
    private final HttpServer server;

    // @start region="settings"
    /** Reads NOTES_ADDRESS, NOTES_REDIS, NOTES_CERTIFICATE, NOTES_KEY and NOTES_SESSION_KEY; all have defaults. */
    Service(Map<String, String> settings) throws IOException {
        notes = new Notes(URI.create(settings.getOrDefault("NOTES_REDIS", "redis://127.0.0.1:6379")));
        passwords = new Passwords();
        TlsServer tls = TlsServer.of(identity(settings));
        server = new HttpServer(
                Addresses.parse(settings.getOrDefault("NOTES_ADDRESS", "127.0.0.1:8443")),
                new Api(notes, passwords).routes(Sessions.signed(sessionKey(settings))),
                HttpOptions.DEFAULTS
                        .maxBody(LARGEST_BODY)
                        .errors(Errors::page)
                        .log(settings.containsKey("NOTES_QUIET") ? AccessLog.NONE : AccessLog.to(System.err)),
                ServerOptions.DEFAULTS.wrap(tls::secure).limit(10_000).stopTimeout(Duration.ofSeconds(20)));
    }
    // @end

    private static TlsIdentity identity(Map<String, String> settings) throws IOException {
        String chain = settings.get("NOTES_CERTIFICATE");
        String key = settings.get("NOTES_KEY");
        if (chain == null || key == null) {
            System.err.println("NOTES_CERTIFICATE and NOTES_KEY are not set: using a certificate for development");
            return DevelopmentCertificate.create().identity();
        }
        return TlsIdentity.ofPemFiles(Path.of(chain), Path.of(key)); // follows the files when they are replaced
    }

    private static byte[] sessionKey(Map<String, String> settings) {
        String key = settings.get("NOTES_SESSION_KEY");
        if (key != null) {
            return key.getBytes(StandardCharsets.UTF_8);
        }
        System.err.println("NOTES_SESSION_KEY is not set: sessions end with this process");
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        return random;
    }

    // @start region="end"
    /** Stops accepting, lets requests in flight finish, then closes what they used. */
    @Override
    public void close() {
        server.close();
        passwords.close();
        notes.close();
    }
    // @end

    private void serveForever() throws IOException {
        server.start();
        IO.println("notes at https://" + Addresses.format(server.address()) + "/");
        server.serveForever(); // until SIGTERM or Ctrl-C
    }

    static void main(String... arguments) throws Exception {
        Map<String, String> settings = new HashMap<>(System.getenv());
        for (String argument : arguments) { // NAME=VALUE
            int equals = argument.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("expected NAME=VALUE: " + argument);
            }
            settings.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        Jevent.run(() -> {
            var _ = Signals.shutdownOn("INT", "TERM");
            try (var service = new Service(settings)) {
                service.serveForever();
            }
            return null;
        });
    }
}
