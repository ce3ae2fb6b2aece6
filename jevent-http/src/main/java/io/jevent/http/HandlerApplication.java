// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.exceptions.GreenletExit;
import io.jevent.internal.http.Application;
import io.jevent.internal.http.BadBodyException;
import io.jevent.internal.http.Exchange;
import io.jevent.internal.http.HeaderList;
import io.jevent.internal.http.Refusal;
import io.jevent.internal.http.Statuses;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDateTime;

/** Serves the engine's requests with a handler. */
final class HandlerApplication implements Application {

    private final Handler handler;
    private final AccessLog log;
    private final ErrorPage errors;

    HandlerApplication(Handler handler, HttpOptions options) {
        this.handler = handler;
        log = options.log;
        errors = options.errors;
    }

    @Override
    public void serve(Exchange exchange) throws Exception {
        var request = new Request(exchange);
        var response = new Response(request);
        request.enter();
        try {
            handler.handle(request, response);
            response.end();
        } finally {
            Request.leave();
        }
    }

    @Override
    public void failed(Exchange exchange, Throwable failure) {
        switch (failure) {
            case HttpException known -> answer(exchange, known.status(), known.text(), known.headers());
            case BadBodyException bad -> {
                exchange.answer().closeAfter();
                answer(exchange, bad.status(), Statuses.reason(bad.status()));
            }
            default -> {
                exchange.hub().handleError(exchange, failure);
                exchange.answer().closeAfter();
                answer(exchange, 500, Statuses.reason(500));
            }
        }
    }

    private void answer(Exchange exchange, int status, String message) {
        answer(exchange, status, message, new HeaderList());
    }

    private void answer(Exchange exchange, int status, String message, HeaderList headers) {
        if (exchange.answer().isSent()) {
            exchange.answer().abort();
            return;
        }
        exchange.answer().restart();
        exchange.answer().status(status, null);
        headers.forEach(exchange.answer().headers()::set);
        try {
            errors.send(new Response(new Request(exchange)), status, message);
        } catch (IOException | RuntimeException e) {
            if (e instanceof RuntimeException) {
                exchange.hub().handleError(errors, e);
            }
            if (!exchange.answer().isSent()) {
                exchange.answer().restart();
                exchange.answer().status(status, null);
            }
        }
    }

    @Override
    public void refused(Exchange exchange, Refusal refusal) {
        exchange.answer().closeAfter();
        answer(exchange, refusal.status(), Statuses.reason(refusal.status()));
        exchange.answer().endOrAbort();
    }

    @Override
    public void ended(Exchange exchange) {
        if (log != AccessLog.NONE) {
            String request =
                    exchange.isDecoded() ? exchange.method() + " " + exchange.target() + " " + exchange.protocol() : "";
            var took = Duration.ofNanos(exchange.hub().now() - exchange.begun());
            log.log(new AccessLog.Entry(
                    Request.hostOf(exchange.remoteAddress()),
                    LocalDateTime.now(java.time.ZoneId.systemDefault()),
                    request,
                    exchange.answer().status(),
                    exchange.answer().sent(),
                    took));
        }
    }

    @Override
    public GreenletExit clientGone(String message) {
        return new ClientGone(message);
    }
}
