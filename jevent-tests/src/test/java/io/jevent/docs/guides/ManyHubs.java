// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs.guides;

import io.jevent.actor.Actor;
import io.jevent.event.AsyncResult;
import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Routes;
import io.jevent.scope.Scope;
import io.jevent.server.ServerOptions;
import io.jevent.socket.Addresses;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Handlers on two hubs that ask an actor on a third. */
final class ManyHubs {

    private ManyHubs() {}

    // @start region="program"
    record Add(String name, AsyncResult<Integer> sum) {}

    /** Owns the scores; handlers on all hubs ask it. */
    static final class Scores extends Actor<Add> {

        private final Map<String, Integer> sums = new HashMap<>(); // needs no lock: one greenlet uses it

        @Override
        protected void receive(Add message) {
            message.sum().set(sums.merge(message.name(), 1, Integer::sum));
        }
    }

    static void main() throws Exception {
        var scores = new Scores();
        scores.start(); // on the hub of main
        var routes = new Routes().get("/{name}", (request, response) -> {
            String name = request.variable("name");
            int sum = scores.ask(answer -> new Add(name, answer), Duration.ofSeconds(5));
            response.send(Integer.toString(sum));
        });
        try (var server = new HttpServer(
                Addresses.parse("127.0.0.1:0"),
                routes,
                HttpOptions.DEFAULTS.log(AccessLog.NONE),
                ServerOptions.DEFAULTS.hubs(2))) {
            server.start();
            Callable<Integer> request = () -> get(server.port());
            List<Integer> sums = Scope.all(Collections.nCopies(100, request));
            IO.println(sums.stream().sorted().distinct().count() + " requests, and no number twice");
        }
        scores.stop();
        scores.join();
    }

    private static int get(int port) throws IOException {
        try (var in = URI.create("http://127.0.0.1:" + port + "/ada").toURL().openStream()) {
            return Integer.parseInt(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
    // @end
}
