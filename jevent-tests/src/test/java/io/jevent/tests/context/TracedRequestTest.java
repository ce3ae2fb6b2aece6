// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.http.AccessLog;
import io.jevent.http.Filter;
import io.jevent.http.Handler;
import io.jevent.http.Headers;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Routes;
import io.jevent.http.client.ClientOptions;
import io.jevent.http.client.Http;
import io.jevent.http.client.HttpCalls;
import io.jevent.http.client.HubHttpClient;
import io.jevent.http.client.Interceptor;
import io.jevent.hub.ContextPropagator;
import io.jevent.threadpool.ThreadPool;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A trace goes from a request to the greenlets of its handler, and on to the calls that they make. */
class TracedRequestTest {

    // @start region="server"
    private static final TextMapPropagator W3C = W3CTraceContextPropagator.getInstance();

    private static final TextMapGetter<Headers> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Headers headers) {
            var names = new ArrayList<String>();
            headers.forEach((name, _) -> names.add(name));
            return names;
        }

        @Override
        public @Nullable String get(@Nullable Headers headers, String name) {
            return headers == null ? null : headers.first(name).orElse(null);
        }
    };

    private static final Filter TRACED = (request, response, next) -> {
        Context incoming = W3C.extract(Context.root(), request.headers(), GETTER);
        try (Scope _ = incoming.makeCurrent()) {
            next.handle(request, response);
        }
    };
    // @end

    // @start region="client"
    private static final Interceptor TRACING = (request, next) -> {
        var traced = HttpRequest.newBuilder(request, (_, _) -> true);
        W3C.inject(Context.current(), traced, HttpRequest.Builder::setHeader);
        return next.proceed(traced.build());
    };
    // @end

    private static final String HEADER = "traceparent";

    private static String trace(int number) {
        return "00-0af7651916cd43dd8448eb211c80319" + number + "-b7ad6b716920333" + number + "-01";
    }

    /** The service at the end of the chain, which responds with the header that it gets. */
    private static final Handler LAST =
            (request, response) -> response.send(request.header(HEADER).orElse("no trace"));

    private interface Body {
        void run(String address) throws Exception;
    }

    private static void serving(Handler handler, Body body) throws Exception {
        try (var server = new HttpServer("127.0.0.1:0", handler, HttpOptions.DEFAULTS.log(AccessLog.NONE))) {
            server.start();
            body.run("http://127.0.0.1:" + server.port() + "/");
        }
    }

    /** Calls the last service from the handler, from a greenlet of its own, and asks on a thread of the pool. */
    private static Handler front(HttpCalls calls, String last) {
        return (_, response) -> {
            var all = new ArrayList<String>();
            all.add(calls.call("GET", last).text());
            Greenlet<String> child =
                    Jevent.spawn(() -> Jevent.spawn(() -> get(calls, last)).result());
            all.add(child.result());
            all.add(ThreadPool.ofHub()
                    .apply(() -> Span.current().getSpanContext().getTraceId()));
            response.send(String.join(" ", all));
        };
    }

    private static String get(HttpCalls calls, String address) throws IOException {
        Jevent.sleep();
        return calls.call("GET", address).text();
    }

    private static List<String> ask(HubHttpClient client, String front) {
        var asked = new ArrayList<Greenlet<String>>();
        for (int i = 0; i < 5; i++) {
            String trace = trace(i);
            asked.add(Jevent.spawn(() ->
                    Http.with(client).call("GET", front).header(HEADER, trace).text()));
        }
        return asked.stream().map(Greenlet::result).toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @SuppressWarnings("MustBeClosedChecker") // jevent closes it
    void theTraceOfARequestReachesTheCallsOfItsGreenlets(boolean http2) throws Exception {
        ContextPropagator propagator = () -> {
            Context ours = Context.current();
            return ours == Context.root() ? null : () -> ours.makeCurrent()::close;
        };
        ContextPropagator.add(propagator);
        ClientOptions options = ClientOptions.DEFAULTS.http2PriorKnowledge(http2);
        try {
            Jevent.run(() -> {
                try (var client = HubHttpClient.of(options);
                        var tracing = HubHttpClient.of(options.interceptor(TRACING))) {
                    serving(LAST, last -> {
                        var routes = new Routes()
                                .get("/", front(Http.with(tracing), last))
                                .filter(TRACED);
                        serving(routes, front -> {
                            List<String> answers = ask(client, front);
                            for (int i = 0; i < answers.size(); i++) {
                                String trace = trace(i);
                                assertThat(answers.get(i))
                                        .isEqualTo(trace + " " + trace + " " + trace.substring(3, 35));
                            }
                            assertThat(Http.with(client).call("GET", front).text())
                                    .startsWith("no trace no trace ");
                        });
                    });
                }
                return null;
            });
        } finally {
            ContextPropagator.remove(propagator);
        }
        assertThat(Context.current()).isSameAs(Context.root());
    }
}
