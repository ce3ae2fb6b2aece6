// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.exceptions.GreenletExit;
import io.jevent.http.Handler;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that are killed at any point leave no leased connection, and no response reaches another call. */
class PoolUnderKillsTest {

    private static final int CALLS = 20_000;
    private static final int AT_ONCE = 32;

    private static final Handler ECHO = (request, response) -> {
        byte[] body = request.body().readAllBytes();
        for (int i = 0; i < body[0] % 4; i++) {
            Jevent.sleep();
        }
        response.write(body);
        Jevent.sleep();
        response.write("#");
    };

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingIsLeftAndNothingIsMixedUp(boolean http2) throws Exception {
        int[] outcomes = new int[3];
        ClientHub.run(ECHO, address -> {
            var client = HubHttpClient.of(
                    ClientOptions.DEFAULTS.http2PriorKnowledge(http2).maxConnections(16, 16));
            var random = new Random(7);
            var running = new ArrayDeque<Greenlet<?>>();
            for (int i = 0; i < CALLS; i++) {
                int number = i;
                running.add(Jevent.spawn(() -> {
                    call(client, address, number, outcomes);
                    return null;
                }));
                for (int turn = random.nextInt(6); turn > 0; turn--) {
                    Jevent.sleep();
                }
                if (running.size() >= AT_ONCE) {
                    Greenlet<?> one = running.poll();
                    switch (random.nextInt(4)) {
                        case 0 -> one.interrupt(new GreenletExit("killed"));
                        case 1 -> one.kill();
                        default -> one.join();
                    }
                }
            }
            Jevent.joinAll(running);
            assertThat(outcomes[1]).as("responses of other calls").isZero();
            assertThat(outcomes[0]).as("calls that were not killed in time").isGreaterThan(1_000);
            assertThat(outcomes[2]).as("calls that failed").isZero();
            assertThat(client.leasedConnections()).isZero();
            assertThat(client.waitingCalls()).isZero();
            assertThat(client.openConnections()).isLessThanOrEqualTo(16);
            call(client, address, 1, outcomes);
            assertThat(outcomes[1]).isZero();
        });
    }

    private static void call(HubHttpClient client, String address, int number, int[] outcomes) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .POST(BodyPublishers.ofString("call " + number))
                .build();
        String body;
        try {
            body = client.send(request, BodyHandlers.ofString()).body();
        } catch (java.io.IOException e) {
            outcomes[2]++;
            throw e;
        }
        outcomes[body.equals("call " + number + "#") ? 0 : 1]++;
    }
}
