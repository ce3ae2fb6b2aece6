// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The JDK's own server and jevent's do the same, but for the differences that the table names. */
class DifferentialTest {

    static Stream<Behavior> behaviors() {
        return Stream.of(
                        Behaviors.bodies(),
                        Behaviors.heads(),
                        Behaviors.headers(),
                        Behaviors.contexts(),
                        Behaviors.filters(),
                        Behaviors.requests(),
                        Behaviors.refusedRequests(),
                        Behaviors.failures(),
                        Behaviors.incomplete())
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("behaviors")
    void bothServersDoTheSame(Behavior behavior) throws Exception {
        String jdk = run(Providers.JDK, behavior);
        String own = run(Providers.JEVENT, behavior);
        Behavior.Difference difference = behavior.difference();
        if (difference == null) {
            assertThat(own).isEqualTo(jdk);
        } else {
            assertThat(jdk).as("the JDK's").matches(difference.jdk());
            assertThat(own).as("jevent's: %s", difference.why()).matches(difference.own());
            assertThat(own).isNotEqualTo(jdk);
        }
    }

    private static String run(Providers provider, Behavior behavior) throws Exception {
        HttpServer server =
                provider.provider().createHttpServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        behavior.setup().make(server);
        server.start();
        try {
            return RawClient.exchange(server.getAddress(), behavior.sent());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void theJdkFindsTheProvider() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try {
            assertThat(server.toString()).contains("on jevent");
        } finally {
            server.stop(0);
        }
    }
}
