// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.growth;

import io.jevent.Jevent;
import io.jevent.exceptions.GreenletSignal;
import io.jevent.threadpool.ThreadPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A program that has calls of libraries cut short, over TLS, while everything logs: greenlets, threads, and Netty on
 * the hub's own thread. An operation that is not cut short must not fail.
 */
public final class LibrariesSoak {

    private static final int ONCE = 1;
    private static final Logger LOG = LoggerFactory.getLogger(LibrariesSoak.class);

    private LibrariesSoak() {}

    /**
     * Runs for a while, or for long if there is a fourth argument.
     *
     * @param arguments the folder of the certificate and its key, the ports of Redis and PostgreSQL
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int redis = Integer.parseInt(arguments[1]);
        int postgres = Integer.parseInt(arguments[2]);
        List<Operation> operations = Stream.of(
                        new RedisSoak(redis, trusting(folder)).operations(),
                        new PostgresSoak(postgres, folder.resolve("certificate.pem")).operations(),
                        List.of(
                                new Operation("HTTPS", ONCE, closing -> HttpsSoak.request(closing, folder)),
                                Operation.of("a line of a greenlet", ONCE, LibrariesSoak::log),
                                Operation.of(
                                        "lines of a thread",
                                        ONCE,
                                        number -> ThreadPool.ofHub().apply(() -> {
                                            for (int i = 0; i < 20; i++) {
                                                log(number);
                                            }
                                            return null;
                                        }))))
                .flatMap(List::stream)
                .map(LibrariesSoak::strict)
                .toList();
        boolean forLong = arguments.length > 3;
        IO.println(ThreadPool.ofHub() // a thread whose hubs it may close
                .apply(() -> forLong ? Soak.forLong(operations) : Soak.aWhile(operations)));
    }

    private static void log(int number) {
        LOG.debug("line {}", number);
    }

    /** Returns what makes connections that trust the certificate. */
    static SSLContext trusting(Path folder) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var in = Files.newInputStream(folder.resolve("certificate.pem"))) {
            store.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    /** A library reports a connection that was cut short as a failure of its own; any other failure is a fault. */
    private static Operation strict(Operation operation) {
        return new Operation(operation.name(), operation.count(), closing -> {
            Operation.Once once = operation.making().make(closing);
            return number -> {
                try {
                    once.run(number);
                } catch (SQLException | JedisException | IOException e) {
                    Jevent.sleep(); // is cut short by the kill or the timeout that is still pending
                    if (!isOfCut(e)) {
                        throw new IllegalStateException(operation + " failed, and was not cut short", e);
                    }
                }
            };
        });
    }

    /** Tells whether a kill or a timeout arrived after the failure, while a resource was closed. */
    private static boolean isOfCut(Throwable failure) {
        return failure instanceof GreenletSignal
                || failure instanceof InterruptedException
                || Stream.of(failure.getSuppressed()).anyMatch(LibrariesSoak::isOfCut)
                || (failure.getCause() != null && isOfCut(failure.getCause()));
    }
}
