// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Jevent;
import io.jevent.socket.StreamListener;
import io.jevent.socket.StreamSocket;
import io.jevent.tls.DevelopmentCertificate;
import io.jevent.tls.TlsClient;
import io.jevent.tls.TlsServer;
import io.jevent.tls.TlsSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLException;

/**
 * An echo server that speaks TLS, with a certificate made on the spot. With an address as its argument it serves for
 * ever ({@code openssl s_client} is a client); without, it serves two clients of its own, one of which does not know
 * the certificate.
 */
final class TlsEcho {

    private TlsEcho() {}

    // @start region="server"
    private static void serve(StreamListener listener, TlsServer tls) throws IOException {
        while (true) {
            StreamSocket socket = listener.accept();
            var _ = Jevent.spawn(() -> {
                try (socket) {
                    tls.secure(socket);
                    socket.inputStream().transferTo(socket.outputStream());
                } catch (IOException e) {
                    // this client is gone; the others do not notice
                }
            });
        }
    }
    // @end

    // @start region="client"
    private static String ask(TlsClient tls, String address, String question) throws IOException {
        try (StreamSocket socket = tls.connect(address)) {
            socket.sendAll(question.getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.recv(100), StandardCharsets.UTF_8);
            return answer + ", by " + TlsSession.require(socket).protocol();
        }
    }
    // @end

    static void main(String... arguments) throws IOException {
        var certificate = DevelopmentCertificate.create();
        TlsServer server = TlsServer.of(certificate.identity());
        if (arguments.length > 0) {
            try (var listener = StreamListener.listen(arguments[0])) {
                IO.println(certificate.certificatePem() + "serving at " + listener.localAddress());
                serve(listener, server);
            }
        }
        // @start region="both"
        try (var listener = StreamListener.listen("127.0.0.1:0")) {
            var serving = Jevent.spawn(() -> {
                serve(listener, server);
                return null;
            });
            String address = "127.0.0.1:" + listener.port();
            TlsClient friend = TlsClient.builder().trust(certificate.trust()).build();
            IO.println(ask(friend, address, "hello"));
            try {
                IO.println(ask(TlsClient.create(), address, "hello"));
            } catch (SSLException e) {
                IO.println(String.valueOf(e.getMessage()).replaceFirst(": stream .*", ""));
            }
            serving.kill();
        }
        // @end
    }
}
