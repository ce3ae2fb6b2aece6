// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.GreenletSignal;
import io.jevent.http.json.JsonCodec;
import io.jevent.hub.ForeignCode;
import io.jevent.hub.HubErrorHandler;
import io.jevent.internal.http.Application;
import io.jevent.internal.http.Exchange;
import io.jevent.internal.http.Refusal;
import io.jevent.internal.http.Statuses;
import io.jevent.internal.logging.Logging;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Serves the engine's requests with a handler. */
final class HandlerApplication implements Application {

    private final Handler handler;
    private final AccessLog log;
    private final ErrorPage errors;
    private final @Nullable JsonCodec json;
    private final long maxBody;
    private final @Nullable TrustedProxies proxies;
    private final Predicate<? super Error> fatalErrors;
    private final Consumer<Error> endProgram;

    HandlerApplication(Handler handler, HttpOptions options, Consumer<Error> endProgram) {
        this.handler = handler instanceof Routes ? handler : Failure.guard(handler);
        log = options.log;
        if (log instanceof StandardLog) {
            Logging.prepare(); // so that the first request does not wait
        }
        errors = options.errors;
        json = options.json;
        maxBody = options.body;
        proxies = options.proxies;
        fatalErrors = options.fatalErrors;
        this.endProgram = endProgram;
    }

    @Override
    public void serve(Exchange exchange) throws Exception {
        serve(handler, responseTo(exchange));
    }

    private static void serve(Handler handler, Response response) throws Exception {
        Request request = response.request();
        CurrentRequests current = CurrentRequests.of(request.exchange().hub());
        current.enter(request);
        try {
            handler.handle(request, response);
            response.end();
        } finally {
            current.leave();
        }
    }

    /** Returns the one response of an exchange, which filters and the error page share. */
    private Response responseTo(Exchange exchange) {
        if (exchange.attachment() instanceof Response response) {
            return response;
        }
        var request = new Request(exchange, json);
        if (proxies != null) {
            request.throughProxies(proxies.clientOf(exchange.remoteAddress(), request.headers()));
        }
        var response = new Response(request);
        exchange.attach(response);
        return response;
    }

    @Override
    public void refused(Exchange exchange, Refusal refusal) throws Exception {
        exchange.response().closeAfter();
        var failure = new HttpException(refusal.status(), Statuses.reason(refusal.status()));
        if (exchange.isDecoded() && handler instanceof Routes routes) {
            serve((request, response) -> routes.refuse(request, response, failure), responseTo(exchange));
        } else {
            throw failure;
        }
    }

    @Override
    public void report(Exchange exchange, Object context, Throwable failure) {
        HubErrorHandler.report(exchange.hub(), context, failure);
        if (failure instanceof Error error && fatalErrors.test(error)) {
            endProgram.accept(error);
        }
    }

    @Override
    public void failed(Exchange exchange, Throwable thrown) {
        Failure failure = Failure.of(thrown);
        if (failure == null || failure.isReported()) {
            report(exchange, exchange, thrown);
        }
        if (failure == null || exchange.response().isSent()) {
            exchange.response().abort();
            return;
        }
        if (failure.closes()) {
            exchange.response().closeAfter();
        }
        sendPage(failure, responseTo(exchange), exchange);
    }

    private void sendPage(Failure failure, Response response, Exchange exchange) {
        response.replaceBy(failure);
        CurrentRequests current = CurrentRequests.of(exchange.hub());
        current.enter(response.request());
        try {
            errors.send(response, failure.status(), failure.message());
        } catch (GreenletSignal signal) {
            throw signal;
        } catch (IOException | RuntimeException | Error e) {
            if (!(e instanceof IOException)) {
                report(exchange, errors, e);
            }
            if (!exchange.response().isSent()) {
                response.withoutActions();
                response.replaceBy(failure);
            }
        } finally {
            current.leave();
        }
    }

    @Override
    public long maxBody(Exchange exchange) {
        return handler instanceof Routes routes
                ? routes.maxBody(responseTo(exchange).request(), maxBody)
                : maxBody;
    }

    @Override
    public void ended(Exchange exchange) {
        Runnable action = exchange.attachment() instanceof Response response
                ? response.request().atEnd()
                : null;
        if (action != null) {
            ForeignCode.call(action); // the hub may have ended the exchange itself, for a limit of time
        }
        if (log != AccessLog.NONE) {
            String request =
                    exchange.isDecoded() ? exchange.method() + " " + exchange.target() + " " + exchange.protocol() : "";
            var took = Duration.ofNanos(exchange.hub().now() - exchange.begun());
            Request known = exchange.isDecoded() ? responseTo(exchange).request() : null;
            var entry = new AccessLog.Entry(
                    known == null ? Request.hostOf(exchange.remoteAddress()) : known.remoteHost(),
                    LocalDateTime.now(java.time.ZoneId.systemDefault()),
                    request,
                    exchange.response().status(),
                    exchange.response().sent(),
                    took,
                    exchange.response().contentSent(),
                    Optional.ofNullable(known));
            ForeignCode.call(() -> log.log(entry));
        }
    }

    @Override
    public GreenletExit clientGone(String message) {
        return new ClientGone(message);
    }
}
